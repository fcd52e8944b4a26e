import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outputs } from './outputs.ts';
import { unlessMissing } from './unlessMissing.ts';

/**
 * What the project wants its users to try first: `docs/first-run.txt` with `${OutputName}` filled
 * in. Other placeholders stay, for the shell. Empty when the project has no such file.
 */
export const firstRun = async (project: string, outputs: Outputs): Promise<string> => {
  const text = await unlessMissing(readFile(join(project, 'docs', 'first-run.txt'), 'utf8'));
  return (text ?? '')
    .replace(/\$\{(\w+)\}/g, (placeholder, name: string) => outputs[name] ?? placeholder)
    .trimEnd();
};
