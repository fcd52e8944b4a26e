import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Words that a reader who learned English at school has to look up, or reads twice. */
const REJECTED = [
  'anew',
  'afresh',
  'for ever',
  'but for',
  'whoever',
  'whichever',
  'wherever',
  'whomever',
  'is none',
  'some nine',
  'mend',
  'mends',
  'mended',
  'told of',
  'lest',
  'hence',
  'thereof',
  'hitherto',
  'albeit',
  'whilst',
  'amongst',
  'utilize',
  'leverage',
];

const FOLDERS = ['.', 'docs', 'samples'];

/** All that is published to be read; what is generated of declarations included. */
const pages = (): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.', withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(md|txt|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(
        (file) => !/node_modules|released|(package|tsconfig|biome|cdk|jest).*json$/.test(file),
      ),
  );

const rejected = new RegExp(`\\b(${REJECTED.join('|')})\\b`, 'gi');

/** Each such word with its place. Code is no prose. */
const foundIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) =>
      [...line.replaceAll(/`[^`]*`/g, '').matchAll(rejected)].map(
        ([word]) => `${file}:${at + 1}: ${word}`,
      ),
    );

describe('what is published', () => {
  it('is found', () => {
    expect(pages()).toEqual(expect.arrayContaining(['README.md', 'docs/architecture.md']));
  });

  it.each(pages())('%s is in plain words', (file) => {
    expect(foundIn(file)).toEqual([]);
  });
});
