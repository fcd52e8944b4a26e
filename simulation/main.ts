import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { exhaustive } from './plans/exhaustive.ts';
import { shrink } from './plans/shrink.ts';
import { Report } from './report.ts';
import type { Result, Task } from './task.ts';
import { Workers } from './workers.ts';
import { assemblyIn } from './world/assembly.ts';

type Options = { runs: number; seed: number; exhaustive: boolean; assembly?: string };

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('it must be a whole number');
  return Number(text);
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function* seeded(seed: number, runs: number): Generator<Task> {
  for (let next = seed; next < seed + runs; next += 1) yield { seed: next };
}

/** Carries out runs until one fails, which is then shrunk and shown. */
const until = async (workers: Workers, report: Report, tasks: Iterable<Task>): Promise<boolean> => {
  let failure: { task: Task; result: Result } | undefined;
  await workers.run(tasks, (task, result) => {
    report.add(result);
    if (result.violations.length === 0) return true;
    failure ??= { task, result };
    return false;
  });
  if (!failure) return true;
  const { task, result } = failure;
  report.failed(task, result);
  const fails = async (smaller: Task) => (await workers.one(smaller)).violations.length > 0;
  report.shrunk(await shrink(task, result, fails));
  return false;
};

const simulate = async (options: Options, assembly: string): Promise<boolean> => {
  const workers = await Workers.start({ assembly });
  const report = new Report(say);
  try {
    if (!options.exhaustive) {
      report.begin(`${options.runs} runs from seed ${options.seed}`, options.runs);
      const well = await until(workers, report, seeded(options.seed, options.runs));
      if (well) report.end();
      return well;
    }
    for (const { name, tasks } of await exhaustive(workers)) {
      report.begin(name, tasks.length);
      if (!(await until(workers, report, tasks))) return false;
      report.end();
    }
    report.total();
    return true;
  } finally {
    workers.stop();
  }
};

const program = new Command('simulate')
  .description('Runs the product in virtual time, with mishaps, and checks what comes of it.')
  .option('--runs <n>', 'how many runs', whole, 2_000)
  .option('--seed <n>', 'the number of the first run; a run is the same every time', whole, 1)
  .option('--exhaustive', 'every single mishap, and every pair with a rollback, instead', false)
  .option('--assembly <folder>', 'a synthesized cloud assembly; made anew where not given')
  .action(async (options: Options) => {
    const folder = await mkdtemp(join(tmpdir(), 'simulation-'));
    try {
      const assembly = options.assembly ?? (await assemblyIn(folder));
      process.exitCode = (await simulate(options, assembly)) ? 0 : 1;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

await program.parseAsync();
