import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { App } from './synthesize.ts';
import { unlessMissing } from './unlessMissing.ts';

/** What a synthesis is made of. */
export type Inputs = App &
  Readonly<{
    project: string;
    /** The folder of all that a run keeps, in which nothing counts. */
    directory: string;
  }>;

/** Stands for `node_modules`: what npm has installed there. */
const INSTALLED = join('node_modules', '.package-lock.json');

/** Variables that differ from one start to the next, and that no app goes by. */
const UNSTABLE = /^(npm_.*|PORT|LOCAL_DIR|PWD|OLDPWD|SHLVL|_|COLUMNS|LINES|TERM.*)$/;

/** As for `cdk watch`: hidden files, and what is installed, never count. */
const NEVER = ['**/.*', '**/node_modules'];

const filesIn = async ({ project, exclude, directory }: Inputs): Promise<string[]> => {
  const isExcluded = picomatch([...NEVER, ...exclude], { dot: true });
  const counts = (path: string): boolean =>
    path !== directory && !isExcluded(relative(project, path).split(sep).join('/'));
  const walk = async (folder: string): Promise<string[]> => {
    const entries = await readdir(folder, { withFileTypes: true });
    const inside = entries
      .map((entry) => ({ entry, path: join(folder, entry.name) }))
      .filter(({ path }) => counts(path))
      .map(({ entry, path }) => (entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : []));
    return (await Promise.all(inside)).flat();
  };
  return (await walk(project)).sort();
};

/** A digest of all that decides what a synthesis makes: where it is the same, so are templates and assets. */
export const digestOf = async (inputs: Inputs): Promise<string> => {
  const { command, environment, project } = inputs;
  const variables = Object.entries(environment).filter(([name]) => !UNSTABLE.test(name));
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.version, command, variables.sort()]));
  for (const file of [...(await filesIn(inputs)), join(project, INSTALLED)]) {
    const content = await unlessMissing(readFile(file));
    hash.update(`\n${file} ${content?.length}\n`).update(content ?? '');
  }
  return hash.digest('hex');
};
