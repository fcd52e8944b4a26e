import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** How bundles are made: into a folder; answers all files that they are made of. */
export type Bundler = {
  bundle(outdir: string): string[];
  /** Whatever else decides what comes of it. */
  settings: string;
};

const INPUTS = 'inputs.json';
const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

const Inputs = z.array(z.string());

const inputsIn = (folder: string): string[] | undefined => {
  const file = join(folder, INPUTS);
  return existsSync(file) ? Inputs.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
};

/** Undefined when one of the files is gone. */
const keyOf = (settings: string, inputs: readonly string[]): string | undefined => {
  const hash = createHash('sha256').update(settings);
  for (const input of inputs) {
    if (!existsSync(input)) return undefined;
    hash.update(`\n${input}\n`).update(readFileSync(input));
  }
  return hash.digest('hex');
};

const removeOld = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isOld = statSync(path).mtimeMs < Date.now() - KEPT_MS;
    if (isOld) rmSync(path, { recursive: true, force: true });
  }
};

const make = (folder: string, { bundle, settings }: Bundler): string => {
  mkdirSync(folder, { recursive: true });
  removeOld(folder);
  const made = mkdtempSync(join(folder, 'new-'));
  const inputs = bundle(made).sort();
  const kept = join(folder, keyOf(settings, inputs) ?? 'none');
  // Each in one go: others may look for them at the same time.
  if (existsSync(kept)) rmSync(made, { recursive: true });
  else renameSync(made, kept);
  const list = `${made}-${INPUTS}`;
  writeFileSync(list, JSON.stringify(inputs));
  renameSync(list, join(folder, INPUTS));
  return kept;
};

/**
 * The folder with the bundles; they are made only where they were not made of the very same files before, which a week
 * without use forgets.
 */
export const keptBundles = (folder: string, bundler: Bundler): string => {
  const inputs = inputsIn(folder);
  const key = inputs && keyOf(bundler.settings, inputs);
  const kept = key === undefined ? undefined : join(folder, key);
  if (kept === undefined || !existsSync(kept)) return make(folder, bundler);
  utimesSync(kept, new Date(), new Date());
  return kept;
};
