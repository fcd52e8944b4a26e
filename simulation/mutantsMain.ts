import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutants } from './mutants.ts';
import { singles } from './plans/exhaustive.ts';
import { races } from './plans/races.ts';
import type { Task } from './task.ts';
import { Workers } from './workers.ts';
import { assemblyIn } from './world/assembly.ts';

/** Most are found by the first few; the rest wants one thing in the right place, or very many runs. */
const FIRST_RUNS = 100;
const RANDOM_RUNS = 400;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function* seeds(from: number, to: number): Generator<Task> {
  for (let seed = from; seed <= to; seed += 1) yield { seed };
}

function* tasks(single: readonly Task[]): Generator<Task> {
  yield* seeds(1, FIRST_RUNS);
  yield* races.map(({ task }) => task);
  yield* single;
  yield* seeds(FIRST_RUNS + 1, RANDOM_RUNS);
}

const found = (task: Task): string => {
  const race = races.find((known) => known.task === task);
  if (race) return race.name;
  const [mishap] = task.listed?.mishaps ?? [];
  return mishap
    ? `${mishap.fate} at ${mishap.place}, call ${mishap.occurrence}`
    : `seed ${task.seed}`;
};

/** Runs the mutant until a run breaks the invariant; answers its row of the table. */
const hunt = async (
  mutant: Mutant,
  assembly: string,
): Promise<{ row: string; survived: boolean }> => {
  const startedAt = performance.now();
  const workers = await Workers.start({ assembly, ...mutant });
  let runs = 0;
  let by: { task: Task; violation: string } | undefined;
  try {
    await workers.run(tasks(await singles(workers)), (task, { violations }) => {
      runs += 1;
      const [violation] = violations;
      if (violation !== undefined) by ??= { task, violation };
      return violation === undefined;
    });
  } finally {
    workers.stop();
  }
  const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const how = by ? `${found(by.task)} | ${by.violation.slice(0, 110)}` : 'SURVIVED | ';
  return { row: `| ${mutant.name} | ${runs} | ${took} | ${how} |`, survived: by === undefined };
};

const wanted = process.argv[2] ?? '';
const folder = await mkdtemp(join(tmpdir(), 'mutants-'));
try {
  const assembly = await assemblyIn(folder);
  say('| mutant | runs | time | found by | as |\n|---|---|---|---|---|');
  for (const mutant of mutants.filter(({ name }) => name.includes(wanted))) {
    const { row, survived } = await hunt(mutant, assembly);
    say(row);
    if (survived) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
