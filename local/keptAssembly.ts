import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from './synthesisInputs.ts';
import { readApp, type Synthesis, synthesize } from './synthesize.ts';
import { unlessMissing } from './unlessMissing.ts';

/** In the assembly: the digest of what it was made of. It is written last. */
const DIGEST = 'made-of.sha256';

/**
 * Synthesizes a project into `cdk.out` of a run's folder, and answers that folder. Where the very same was
 * synthesized before, nothing is done; otherwise `onStart` is called first.
 */
export const keptAssembly = async (
  { directory, ...more }: Omit<Synthesis, 'output'> & { directory: string },
  onStart: () => void,
): Promise<string> => {
  const output = join(directory, 'cdk.out');
  const synthesis = { ...more, output };
  const app = await readApp(synthesis);
  const digest = await digestOf({ ...app, project: more.project, directory });
  const file = join(output, DIGEST);
  if ((await unlessMissing(readFile(file, 'utf8'))) === digest) return output;
  onStart();
  await synthesize(synthesis, app);
  await writeFile(file, digest);
  return output;
};
