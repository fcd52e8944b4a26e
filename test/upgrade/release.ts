import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundledScript } from '../support/bundledScript.ts';
import type { Started } from '../support/npmStart.ts';

const STARTER = 'test/support/witnessedStart.ts';
const LOCK = 'package-lock.json';

/** Synthesizes in the folder of a release, by that release's own code, and prints where. */
const SYNTHESIZE = `
  const { setup, assemblyFolder } = await import('./test/support/assembly.ts');
  await setup();
  process.stdout.write(assemblyFolder());
`;

/** Asks a release, as its `npm start` does first, whether it can go on with what a folder keeps. */
const CLAIM = `
  const { claimFormat } = await import('./local/stateFormat.ts');
  await claimFormat(process.env.LOCAL_DIR).catch((error) => process.stdout.write(error.message));
`;

const git = (...args: string[]): void => {
  execFileSync('git', args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

const hasSamePackages = (folder: string): boolean =>
  readFileSync(LOCK, 'utf8') === readFileSync(join(folder, LOCK), 'utf8');

/** The packages of a release: this folder's own where they are the same. */
const addPackages = (folder: string): void => {
  if (hasSamePackages(folder)) symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  else execFileSync('npm', ['ci'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
};

/** A release, ready to be started: its own code, packages and templates. */
export type Release = {
  started: Started;
  /** The sentence by which it refuses to go on with what a folder keeps; empty where it does go on. */
  refusal: (directory: string) => string;
  remove: () => void;
};

const evaluated = (folder: string, code: string, more: NodeJS.ProcessEnv = {}): string =>
  execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    cwd: folder,
    env: { ...process.env, ...more },
    encoding: 'utf8',
  });

const releaseIn = async (folder: string): Promise<Release> => {
  const assembly = evaluated(folder, SYNTHESIZE);
  const bundle = mkdtempSync(join(tmpdir(), 'bundle-'));
  const script = await bundledScript(STARTER, bundle, folder);
  return {
    started: { script, folder, environment: { TEST_ASSEMBLY: assembly } },
    refusal: (directory) => evaluated(folder, CLAIM, { LOCAL_DIR: directory }),
    remove() {
      for (const made of [assembly, bundle]) rmSync(made, { recursive: true, force: true });
    },
  };
};

/** What this folder holds. */
export const presentRelease = (): Promise<Release> => releaseIn(process.cwd());

/** What the repository held at a commit. */
export const releaseOf = async (commit: string): Promise<Release> => {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  git('worktree', 'add', '--detach', '--force', folder, commit);
  addPackages(folder);
  const release = await releaseIn(folder);
  return {
    ...release,
    remove() {
      release.remove();
      git('worktree', 'remove', '--force', folder);
    },
  };
};
