import type { Listed, Result, Task } from '../task.ts';
import { randomInterventions } from './randomInterventions.ts';
import { randomPlan } from './randomPlan.ts';
import { randomScenario } from './scenario.ts';

type Fails = (task: Task) => Promise<boolean>;

type StillFails<T> = (left: T[]) => Promise<boolean>;

/** Drops every part of this size that can be dropped. */
const withoutParts = async <T>(all: T[], size: number, fails: StillFails<T>): Promise<T[]> => {
  let left = all;
  for (let start = 0; start < left.length; ) {
    const fewer = left.toSpliced(start, size);
    if (await fails(fewer)) left = fewer;
    else start += size;
  }
  return left;
};

/** Drops whatever can be dropped: halves first, then ever smaller parts. */
const without = async <T>(all: readonly T[], fails: StillFails<T>): Promise<T[]> => {
  let left = [...all];
  for (let size = Math.ceil(left.length / 2); size > 1; size = Math.ceil(size / 2)) {
    left = await withoutParts(left, size, fails);
  }
  return withoutParts(left, 1, fails);
};

/** A failing run with as little as possible in it; undefined when listing its mishaps mends it. */
export const shrink = async (
  { seed, listed }: Task,
  { struck, crashes }: Result,
  fails: Fails,
): Promise<Task | undefined> => {
  const { beginsAfter, repairAfter } = listed ?? randomPlan(seed);
  let plan: Listed = {
    scenario: listed?.scenario ?? [...randomScenario(seed)],
    interventions: listed?.interventions ?? randomInterventions(seed),
    mishaps: [...struck],
    crashes: [...crashes],
    beginsAfter,
    repairAfter,
  };
  const failsAs = (change: Partial<Listed>) => fails({ seed, listed: { ...plan, ...change } });
  if (!(await failsAs({}))) return undefined;
  const { interventions = [] } = plan;
  plan = {
    ...plan,
    interventions: await without(interventions, (some) => failsAs({ interventions: some })),
  };
  plan = { ...plan, mishaps: await without(plan.mishaps, (mishaps) => failsAs({ mishaps })) };
  plan = { ...plan, crashes: await without(plan.crashes, (some) => failsAs({ crashes: some })) };
  plan = { ...plan, scenario: await without(plan.scenario, (scenario) => failsAs({ scenario })) };
  return { seed, listed: plan };
};
