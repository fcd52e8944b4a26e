import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '../../engine/kernel/json.ts';
import { readApp, synthesize } from '../../local/synthesize.ts';

/** The variable that tells the tests of one run where the synthesized templates are. */
const FOLDER = 'TEST_ASSEMBLY';

/** Set beside it when this run made them, and so removes them. */
const OWN = 'TEST_ASSEMBLY_IS_OWN';

/**
 * Synthesizes the product once for all tests, as a local run does. An assembly
 * that the variable names already is taken as it is, e.g. one with a weakened policy.
 */
export const setup = async (): Promise<void> => {
  if (process.env[FOLDER] !== undefined) return;
  const output = mkdtempSync(join(tmpdir(), 'assembly-'));
  const synthesis = {
    project: process.cwd(),
    output,
    accountId: '000000000000',
    region: 'us-east-1',
    signal: new AbortController().signal,
  };
  await synthesize(synthesis, await readApp(synthesis));
  process.env[FOLDER] = output;
  process.env[OWN] = 'yes';
};

/** The folder of the synthesized cloud assembly. */
export const assemblyFolder = (): string => {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error(`${FOLDER} is not set: run the tests by npm test`);
  return folder;
};

/** Removes what `setup` has synthesized. */
export const teardown = async (): Promise<void> => {
  if (process.env[OWN]) await rm(assemblyFolder(), { recursive: true, force: true });
};

/** The synthesized template of one stack. */
export const templateOf = (
  stack: 'Mail' | 'Foundation' | 'ControlPlane' | 'AppPlane' | 'Lifecycle',
): JsonObject =>
  JsonObject.parse(
    JSON.parse(readFileSync(join(assemblyFolder(), `${stack}.template.json`), 'utf8')),
  );
