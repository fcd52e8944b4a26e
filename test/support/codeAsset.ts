import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a function's code, as a bundled asset would be. */
export const codeAsset = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'code-'));
  await writeFile(join(directory, 'index.mjs'), 'export const handler = async () => ({});');
  return { directory, remove: () => rm(directory, { recursive: true }) };
};
