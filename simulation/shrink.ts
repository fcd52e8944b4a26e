import { randomPlan } from './randomPlan.ts';
import { randomScenario } from './scenario.ts';
import type { Listed, Result, Task } from './task.ts';

type Fails = (task: Task) => Promise<boolean>;

/** Drops whatever can be dropped: halves first, then ever smaller parts. */
const without = async <T>(
  all: readonly T[],
  fails: (left: T[]) => Promise<boolean>,
): Promise<T[]> => {
  let left = [...all];
  for (
    let size = Math.ceil(left.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = 0; start < left.length; ) {
      const fewer = left.toSpliced(start, size);
      if (await fails(fewer)) left = fewer;
      else start += size;
    }
  }
  return left;
};

/** A failing run with as little as possible in it; undefined when listing its mishaps mends it. */
export const shrink = async (
  { seed, listed }: Task,
  { struck, crashes }: Result,
  fails: Fails,
): Promise<Task | undefined> => {
  const { repairAfter } = listed ?? randomPlan(seed);
  let plan: Listed = {
    scenario: listed?.scenario ?? [...randomScenario(seed)],
    mishaps: [...struck],
    crashes: [...crashes],
    repairAfter,
  };
  const failsAs = (change: Partial<Listed>) => fails({ seed, listed: { ...plan, ...change } });
  if (!(await failsAs({}))) return undefined;
  plan = { ...plan, mishaps: await without(plan.mishaps, (mishaps) => failsAs({ mishaps })) };
  plan = { ...plan, crashes: await without(plan.crashes, (some) => failsAs({ crashes: some })) };
  plan = { ...plan, scenario: await without(plan.scenario, (scenario) => failsAs({ scenario })) };
  return { seed, listed: plan };
};
