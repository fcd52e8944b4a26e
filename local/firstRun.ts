import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '#engine';
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

/**
 * A company that no start before this one has proposed, so that what is copied works on each: `Company` is its
 * name, `company` what its domain begins with.
 */
export const newCompany = async (store: Engine['store']): Promise<Outputs> => {
  const starts = store.collection('firstRun.starts', z.int());
  const start = ((await starts.get('count')) ?? 0) + 1;
  await starts.put('count', start);
  const number = start === 1 ? '' : String(start);
  return { Company: `Acme${number}`, company: `acme${number}` };
};
