import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../cli/main.ts';
import type { Input } from '../../cli/terminal.ts';
import { localOperator } from '../../local/localOperator.ts';
import type { Product } from './product.ts';

const ENTRY = join(process.cwd(), 'cli', 'onboard.mjs');

/** The environment without what would lead the command line somewhere else. */
const clean = (more: Record<string, string>): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|LOCAL_DIR$)/.test(name));
  return { ...Object.fromEntries(kept), ...more };
};

const spawned = (args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) =>
  spawn(process.execPath, [ENTRY, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });

/** What a command says on stderr first, which is where it goes, and what it says then. */
const withoutTarget = (printed: string) => {
  const first = /^target: .*\n/.exec(printed)?.[0] ?? '';
  return { target: first.trimEnd(), err: printed.slice(first.length) };
};

/** Runs a command line of `npx onboard` in this process, with the environment of a shell, and waits for its end. */
export const onboard = async (
  args: readonly string[],
  env: Record<string, string> = {},
  stdin: Input = new PassThrough(),
) => {
  const printed = { out: '', err: '' };
  const into = (name: keyof typeof printed) => ({
    write(text: string) {
      printed[name] += text;
    },
  });
  const argv = [process.execPath, ENTRY, ...args];
  const code = await main(argv, {
    stdin,
    stdout: into('out'),
    stderr: into('err'),
    env: clean(env),
  });
  return { code, out: printed.out, ...withoutTarget(printed.err) };
};

/** The same as a process of its own, in a folder that may have outputs. */
export const onboardSpawned = async (
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
) => {
  const child = spawned(args, { cwd, env: clean(env) });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, pid: child.pid, ...withoutTarget(err) };
};

/** A command that runs until it is told to stop. */
export type Going = {
  child: ChildProcess;
  lines: string[];
  /** Waits for the first line on stderr after the target. */
  noted: Promise<string>;
  ended: Promise<number | null>;
};

/** `npx onboard` against a product, by the file of outputs that a local run writes. */
export const cliFor = async (product: Product) => {
  const cwd = await mkdtemp(join(tmpdir(), 'cli-'));
  const outputs = {
    ...product.stackOutputs,
    ...(await localOperator(product.engine, product.stackOutputs)),
    Region: product.engine.region,
    AwsEndpoint: product.outputs.AwsEndpoint,
    AccessKeyId: product.outputs.AccessKeyId,
    SecretAccessKey: product.outputs.SecretAccessKey,
  };
  await writeFile(join(cwd, 'outputs.json'), JSON.stringify(outputs));
  const env = { LOCAL_DIR: cwd };
  return {
    cwd,
    outputs,
    run: (args: readonly string[], more: Record<string, string> = {}) =>
      onboard(args, { ...env, ...more }),
    /** What a command prints with `--json`. */
    async json(args: readonly string[]) {
      return JSON.parse((await onboard([...args, '--json'], env)).out);
    },
    start(args: readonly string[]): Going {
      const child = spawned(args, { cwd, env: clean(env) });
      const lines: string[] = [];
      createInterface(child.stdout).on('line', (line) => lines.push(line));
      const noted = new Promise<string>((resolve) => {
        createInterface(child.stderr).on('line', (line) => {
          if (!line.startsWith('target: ')) resolve(line);
        });
      });
      const ended = once(child, 'close').then(([code]) => code);
      return { child, lines, noted, ended };
    },
    remove: () => rm(cwd, { recursive: true, force: true }),
  };
};
export type Cli = Awaited<ReturnType<typeof cliFor>>;
