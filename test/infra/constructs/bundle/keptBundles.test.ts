import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keptBundles } from '../../../../infra/constructs/bundle/keptBundles.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

let folder: string;
let source: string;
let made: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  source = join(folder, 'source.ts');
  writeFileSync(source, 'one');
  made = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bundles that are a copy of the source. */
const bundles = (settings = 'minify') => {
  const bundle = (outdir: string): string[] => {
    made += 1;
    writeFileSync(join(outdir, 'index.mjs'), readFileSync(source, 'utf8'));
    return [source];
  };
  return keptBundles(join(folder, 'kept'), { bundle, settings });
};

const textIn = (kept: string): string => readFileSync(join(kept, 'index.mjs'), 'utf8');

describe('keptBundles', () => {
  it('makes bundles of the same files once', () => {
    const first = bundles();
    const second = bundles();

    expect({ made, first }).toEqual({ made: 1, first: second });
    expect(textIn(second)).toBe('one');
  });

  it('makes them again when a file has changed, and has both afterwards', () => {
    const first = bundles();
    writeFileSync(source, 'two');
    const second = bundles();

    expect([made, textIn(first), textIn(second)]).toEqual([2, 'one', 'two']);
  });

  it('makes them again for other settings', () => {
    bundles();
    bundles('no minify');

    expect(made).toBe(2);
  });

  it('makes them again when they are gone', () => {
    rmSync(bundles(), { recursive: true });

    expect(textIn(bundles())).toBe('one');
  });

  it('forgets, when it makes some, what nobody has used for a week', () => {
    const old = bundles();
    const lastUse = new Date(Date.now() - WEEK_MS - 1_000);
    utimesSync(old, lastUse, lastUse);
    writeFileSync(source, 'two');
    bundles();

    expect(existsSync(old)).toBe(false);
  });

  it('leaves nothing half made beside them', () => {
    bundles();
    bundles('no minify');

    expect(readdirSync(join(folder, 'kept'))).toHaveLength(3);
  });
});
