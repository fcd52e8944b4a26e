import { readApp, synthesize } from '../../local/synthesize.ts';

/** Synthesizes the product's templates into a folder, unless a folder is named that has them. */
export const assemblyIn = async (output: string): Promise<string> => {
  const { signal } = new AbortController();
  const account = { accountId: '000000000000', region: 'us-east-1' };
  const synthesis = { project: process.cwd(), output, ...account, signal };
  await synthesize(synthesis, await readApp(synthesis));
  return output;
};
