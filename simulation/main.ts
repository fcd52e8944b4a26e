import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { reportBurst } from './burstReport.ts';
import { exhaustive, type Family, limitFamilies } from './plans/exhaustive.ts';
import { shrink } from './plans/shrink.ts';
import { Report } from './report.ts';
import type { Result, Task } from './task.ts';
import { Workers } from './workers.ts';
import { assemblyIn } from './world/assembly.ts';

type Options = {
  runs: number;
  seed: number;
  exhaustive: boolean;
  only: string;
  every: boolean;
  people?: number;
  limits: boolean;
  clocks: boolean;
  leaving: boolean;
  burst?: number;
  silos: number;
  assembly?: string;
};

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('it must be a whole number');
  return Number(text);
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** So many people in each run that is about people. */
const PEOPLE = 10;

function* seeded(seed: number, runs: number, more: Omit<Task, 'seed'> = {}): Generator<Task> {
  for (let next = seed; next < seed + runs; next += 1) yield { seed: next, ...more };
}

/** Carries out all runs, and shows of each that fails what is wrong with it. */
const survey = async (
  workers: Workers,
  report: Report,
  tasks: Iterable<Task>,
): Promise<boolean> => {
  let well = true;
  await workers.run(tasks, (task, result) => {
    report.add(result);
    if (result.violations.length === 0) return true;
    well = false;
    report.listed(task, result);
    return true;
  });
  report.end();
  return well;
};

/** Carries out runs until one fails, which is then shrunk and shown. */
const untilFailure = async (
  workers: Workers,
  report: Report,
  tasks: Iterable<Task>,
): Promise<boolean> => {
  let failure: { task: Task; result: Result } | undefined;
  await workers.run(tasks, (task, result) => {
    report.add(result);
    if (result.violations.length === 0) return true;
    failure ??= { task, result };
    return false;
  });
  if (!failure) {
    report.end();
    return true;
  }
  const { task, result } = failure;
  report.failed(task, result);
  const fails = async (smaller: Task) => (await workers.one(smaller)).violations.length > 0;
  report.shrunk(await shrink(task, result, fails));
  return false;
};

/** The runs that are asked for, by their kinds. */
const familiesOf = async (workers: Workers, options: Options): Promise<Family[]> => {
  const { seed, runs, only, people, limits, clocks, leaving } = options;
  if (options.exhaustive)
    return (await (limits ? limitFamilies : exhaustive)(workers)).filter(({ name }) =>
      name.includes(only),
    );
  if (people !== undefined) {
    const tasks = [...seeded(seed, Math.ceil(people / PEOPLE), { people: PEOPLE, limits, clocks })];
    return [{ name: `${people} people in three tenants each, from seed ${seed}`, tasks }];
  }
  return [
    {
      name: `${runs} runs from seed ${seed}`,
      tasks: [...seeded(seed, runs, { limits, clocks, leaving })],
    },
  ];
};

/** Carries out kind after kind; unless every failure is wanted, the first one is the end. */
const carryOut = async (workers: Workers, options: Options): Promise<boolean> => {
  const report = new Report(say);
  const runs = options.every ? survey : untilFailure;
  let failures = 0;
  for (const { name, tasks } of await familiesOf(workers, options)) {
    report.begin(name, tasks.length);
    failures += Number(!(await runs(workers, report, tasks)));
    if (failures > 0 && !options.every) return false;
  }
  report.total();
  return failures === 0;
};

const simulate = async (options: Options, assembly: string): Promise<boolean> => {
  const { burst: pool, silos: silo, seed } = options;
  if (pool !== undefined) return reportBurst({ pool, silo, seed }, assembly, say);
  const workers = await Workers.start({ assembly });
  return carryOut(workers, options).finally(() => workers.stop());
};

const program = new Command('simulate')
  .description('Runs the product in virtual time, with mishaps, and checks what comes of it.')
  .option('--runs <n>', 'how many runs', whole, 2_000)
  .option('--seed <n>', 'the number of the first run; a run is the same every time', whole, 1)
  .option('--exhaustive', 'every single mishap, and every pair with a rollback, instead', false)
  .option('--only <text>', 'of the exhaustive runs, those whose kind has this in its name', '')
  .option('--people <n>', 'so many people who come and go in three tenants each, instead', whole)
  .option('--limits', "AWS's limits hold, and are reached for minutes", false)
  .option('--clocks', 'the clocks of processes step by hours, in both directions', false)
  .option('--leaving', 'tenants leave, and only then things go wrong', false)
  .option(
    '--burst <n>',
    "so many sign-ups for the pool at one moment, under AWS's limits, instead",
    whole,
  )
  .option('--silos <n>', 'in a burst, so many for silos among them', whole, 0)
  .option('--every', 'list every run that fails, instead of ending at the first', false)
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
