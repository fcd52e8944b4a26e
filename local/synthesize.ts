import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { JsonObject } from '#engine';
import { StartError } from './startError.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const CdkJson = z.object({
  app: z.string(),
  context: JsonObject.default({}),
  watch: z.object({ exclude: oneOrMore.default([]) }).prefault({}),
});

/** How a project is synthesized. */
export type App = Readonly<{
  command: string;
  environment: NodeJS.ProcessEnv;
  /** Patterns of files that the app does not read: `watch.exclude`, as for `cdk watch`. */
  exclude: readonly string[];
}>;

/** What a synthesis needs to know of where it will be deployed. */
export type Synthesis = Readonly<{
  /** The folder with `cdk.json`; the app runs in it. */
  project: string;
  /** The folder that the cloud assembly is written to; what it held before is removed. */
  output: string;
  accountId: string;
  region: string;
  signal: AbortSignal;
}>;

const readCdkJson = async (project: string): Promise<z.infer<typeof CdkJson>> => {
  const file = join(project, 'cdk.json');
  try {
    return CdkJson.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new StartError(`${file} cannot be read: ${String(cause)}`, { cause });
  }
};

/**
 * The variables that the CDK's own command line gives to an app. Template validation, which takes
 * longer than the rest of a synthesis, is left to `cdk synth`.
 */
const environmentOf = (synthesis: Synthesis, context: JsonObject): NodeJS.ProcessEnv => ({
  ...process.env,
  CDK_OUTDIR: synthesis.output,
  CDK_CONTEXT_JSON: JSON.stringify(context),
  CDK_DEFAULT_ACCOUNT: synthesis.accountId,
  CDK_DEFAULT_REGION: synthesis.region,
  CDK_VALIDATION: 'false',
});

/** Ends the shell and the app that it started: they are a process group of their own. */
const endGroup = ({ pid, exitCode }: ChildProcess): void => {
  if (pid !== undefined && exitCode === null) process.kill(-pid);
};

/** Reads `cdk.json`. */
export const readApp = async (synthesis: Synthesis): Promise<App> => {
  const { app, context, watch } = await readCdkJson(synthesis.project);
  return { command: app, environment: environmentOf(synthesis, context), exclude: watch.exclude };
};

/** Runs the CDK app of a project. What it prints is shown only when it fails. */
export const synthesize = async (
  synthesis: Synthesis,
  { command, environment }: App,
): Promise<void> => {
  await rm(synthesis.output, { recursive: true, force: true });
  synthesis.signal.throwIfAborted();
  const child = spawn(command, {
    cwd: synthesis.project,
    env: environment,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => endGroup(child);
  synthesis.signal.addEventListener('abort', end);
  const [[code], printed, problems] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  synthesis.signal.removeEventListener('abort', end);
  synthesis.signal.throwIfAborted();
  if (code !== 0) {
    const said = `${printed}${problems}`;
    throw new StartError(`\`${command}\` failed (exit code ${code}):\n${said}`.trimEnd());
  }
};
