import { type Listed, peopleOf, type Result, type Task } from '../task.ts';
import { randomPlan } from './randomPlan.ts';

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
  task: Task,
  { struck, crashes }: Result,
  fails: Fails,
): Promise<Task | undefined> => {
  const { seed, listed, limits = false, clocks = false } = task;
  const { beginsAfter, repairAfter } = listed ?? randomPlan(seed, limits);
  const { scenario, interventions: intervening, crowd: guests = [] } = listed ?? peopleOf(task);
  let plan: Listed = {
    scenario: [...scenario],
    interventions: [...(intervening ?? [])],
    crowd: [...guests],
    mishaps: [...struck],
    crashes: [...crashes],
    beginsAfter,
    repairAfter,
  };
  const failsAs = (change: Partial<Listed>) =>
    fails({ seed, limits, clocks, listed: { ...plan, ...change } });
  if (!(await failsAs({}))) return undefined;
  const { interventions = [] } = plan;
  plan = {
    ...plan,
    interventions: await without(interventions, (some) => failsAs({ interventions: some })),
  };
  const { crowd = [] } = plan;
  plan = { ...plan, crowd: await without(crowd, (some) => failsAs({ crowd: some })) };
  plan = { ...plan, mishaps: await without(plan.mishaps, (mishaps) => failsAs({ mishaps })) };
  plan = { ...plan, crashes: await without(plan.crashes, (some) => failsAs({ crashes: some })) };
  if (plan.crowd?.length === 0) {
    plan = {
      ...plan,
      scenario: await without(plan.scenario, (some) => failsAs({ scenario: some })),
    };
  }
  return { seed, limits, listed: plan };
};
