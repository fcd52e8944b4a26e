import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { likelyRuns } from './mutants/likelyRuns.ts';
import type { Mutant } from './mutants/mutant.ts';
import { mutants } from './mutants.ts';
import { interventions, singles } from './plans/exhaustive.ts';
import { personRaces } from './plans/personRaces.ts';
import { races } from './plans/races.ts';
import { Task } from './task.ts';
import { Workers } from './workers.ts';
import { assemblyIn } from './world/assembly.ts';

/** Most are found by the first few; the rest wants one thing in the right place, or very many runs. */
const FIRST_RUNS = 100;
const RANDOM_RUNS = 400;

/** Runs that have found a mutant: the next one is often of the same kind. */
const finders = new Set<string>();

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function* seeds(from: number, to: number, more: Omit<Task, 'seed'> = {}): Generator<Task> {
  for (let seed = from; seed <= to; seed += 1) yield { seed, ...more };
}

/** So many people in each run that is about people, and so many such runs. */
const PEOPLE = 10;
const PEOPLES_RUNS = 40;

/** One run of each kind before the second of any: what finds a mutant may be anywhere in them. */
function* inTurns(kinds: readonly (readonly Task[])[]): Generator<Task> {
  const longest = Math.max(...kinds.map(({ length }) => length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const { [turn]: task } of kinds) if (task) yield task;
  }
}

/** The most promising first: made for one safeguard, likely by the mutant's name, or of use before. */
function* tasks({ name }: Mutant, single: readonly Task[]): Generator<Task> {
  const [, likely = []] = likelyRuns.find(([part]) => name.includes(part)) ?? [];
  const kinds = interventions().filter((kind) => likely.some((part) => kind.name.includes(part)));
  const before = [...finders].map((text) => Task.parse(JSON.parse(text)));
  if (name.startsWith('person: ')) {
    yield* personRaces.map(({ task }) => task);
    yield* seeds(1, PEOPLES_RUNS, { people: PEOPLE });
  }
  if (name.startsWith('leaving: ')) {
    yield* seeds(1, RANDOM_RUNS, { leaving: true });
    return;
  }
  if (name.startsWith('order: ')) yield* seeds(1, FIRST_RUNS, { clocks: true });
  yield* races.map(({ task }) => task);
  yield* inTurns([before, ...kinds.map((kind) => kind.tasks)]);
  yield* seeds(1, FIRST_RUNS);
  yield* inTurns(interventions().map((kind) => kind.tasks));
  yield* single;
  yield* seeds(FIRST_RUNS + 1, RANDOM_RUNS);
}

const found = (task: Task): string => {
  const race = races.find((known) => known.task === task);
  if (race) return race.name;
  const { interventions: acts = [], mishaps = [] } = task.listed ?? {};
  const people = acts.map(({ kind, phase }) => `${kind} (${phase})`);
  const words = [...people, ...mishaps.map(({ fate, place }) => `${fate} at ${place}`)];
  return words.length > 0 ? words.join('; ') : `seed ${task.seed}`;
};

type Options = { most: number; assembly?: string };

/** Runs the mutant until a run breaks the invariant; answers its row of the table. */
const hunt = async (
  mutant: Mutant,
  { assembly, most }: Required<Options>,
): Promise<{ row: string; survived: boolean }> => {
  const startedAt = performance.now();
  const workers = await Workers.start({ assembly, ...mutant });
  let runs = 0;
  let by: { task: Task; violation: string } | undefined;
  try {
    await workers.run(tasks(mutant, await singles(workers)), (task, { violations }) => {
      runs += 1;
      const [violation] = violations;
      if (violation !== undefined) by ??= { task, violation };
      return violation === undefined && runs < most;
    });
  } finally {
    workers.stop();
  }
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  if (by) finders.add(JSON.stringify(by.task));
  const how = by ? `${found(by.task)} | ${by.violation.slice(0, 110)}` : 'SURVIVED | ';
  return { row: `| ${mutant.name} | ${runs} | ${took} | ${how} |`, survived: by === undefined };
};

const huntAll = async (wanted: string, options: Required<Options>): Promise<void> => {
  say('| mutant | runs | time | found by | as |\n|---|---|---|---|---|');
  for (const mutant of mutants.filter(({ name }) => name.includes(wanted))) {
    const { row, survived } = await hunt(mutant, options);
    say(row);
    if (survived) process.exitCode = 1;
  }
};

const program = new Command('mutants')
  .description('Takes each safeguard of the product away: does a run notice?')
  .argument('[name]', 'of the mutants, those that have this in their name', '')
  .option('--most <n>', 'the most runs of a mutant', Number, Number.POSITIVE_INFINITY)
  .option('--assembly <folder>', 'a synthesized cloud assembly; made anew where not given')
  .action(async (name: string, { most, assembly }: Options) => {
    const folder = await mkdtemp(join(tmpdir(), 'mutants-'));
    try {
      await huntAll(name, { most, assembly: assembly ?? (await assemblyIn(folder)) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

await program.parseAsync();
