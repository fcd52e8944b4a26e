import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { Burst, type BurstTask } from './burst.ts';
import { Result, type Task } from './task.ts';
import type { Weakening } from './weakened.ts';
import type { Edit } from './world/handlerCode.ts';

/** Young objects are most of what a run makes. */
const FLAGS = ['--no-warnings', '--max-semi-space-size=64'];

/** Below `node_modules`, where the packages that a bundle leaves out are found. */
const BUNDLES = resolve('node_modules', '.simulation-');

/** The worker as one file: read as TypeScript, file by file, it runs slower. */
const bundled = async (): Promise<string> => {
  const folder = await mkdtemp(BUNDLES);
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [resolve('simulation', 'worker.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
};

/** What workers run: synthesized templates, and the handlers and the saga as they are, or changed. */
export type Product = {
  assembly: string;
  edits?: readonly Edit[];
  definition?: readonly Weakening[];
};

/** Processes that carry out runs, one after another each. */
export class Workers {
  readonly #children: ChildProcess[];

  private constructor(children: ChildProcess[]) {
    this.#children = children;
  }

  /** As many as there are cores, or fewer; each deploys the synthesized templates, with the handlers edited. */
  static async start(
    { assembly, edits = [], definition = [] }: Product,
    count = availableParallelism(),
  ): Promise<Workers> {
    const argument = JSON.stringify({ assembly, edits, definition });
    const worker = await bundled();
    const children = Array.from({ length: count }, () =>
      fork(worker, [argument], { execArgv: FLAGS }),
    );
    await Promise.all(children.map(answer)).finally(() => rm(dirname(worker), { recursive: true }));
    return new Workers(children);
  }

  /** Carries out all tasks and tells of each result; ends early when `told` answers false. */
  async run(
    tasks: Iterable<Task>,
    told: (task: Task, result: Result) => boolean | undefined,
  ): Promise<void> {
    const iterator = tasks[Symbol.iterator]();
    let over = false;
    await Promise.all(
      this.#children.map(async (child) => {
        for (let next = iterator.next(); !over && !next.done; next = iterator.next()) {
          over = told(next.value, await carriedOut(child, next.value)) === false || over;
        }
      }),
    );
  }

  /** Carries out one task. */
  async one(task: Task): Promise<Result> {
    const [child] = this.#children;
    if (!child) throw new Error('there are no workers');
    return carriedOut(child, task);
  }

  /** Lets many sign up at one moment. */
  async burst(task: BurstTask): Promise<Burst> {
    const [child] = this.#children;
    if (!child) throw new Error('there are no workers');
    child.send(task);
    return Burst.parse(await answer(child));
  }

  stop(): void {
    for (const child of this.#children) child.kill();
  }
}

/** What a worker says next; rejects when it ends instead. */
const answer = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`a worker of the simulation ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });

const carriedOut = async (child: ChildProcess, task: Task): Promise<Result> => {
  child.send(task);
  return Result.parse(await answer(child));
};
