import { Crowd } from './crowd.ts';
import { Customers } from './customers.ts';
import { Interventions } from './interventions.ts';
import { Observed } from './observed.ts';
import type { Mishap } from './plans/plan.ts';
import { Run, type RunInput } from './run.ts';
import type { Deployment } from './world/deployment.ts';
import type { Owner } from './world/ownedProcess.ts';
import { fingerprint } from './world/seededRandom.ts';

/** What came of a run. */
export type RunResult = {
  violations: string[];
  struck: readonly Mishap[];
  /** The writes after which the engine ended. */
  crashes: readonly number[];
  /** How often each place called, while mishaps could happen. */
  calls: Readonly<Record<string, number>>;
  /** How often the engine wrote, until then. */
  writes: number;
  /** How many registrations ended so, before operators did anything for them. */
  active: number;
  failed: number;
  /** Those of the failed ones that were stuck at first. */
  stuck: number;
  /** In milliseconds. */
  virtualTime: number;
  /** Of all that was published: two runs of a plan that differ in anything differ here. */
  fingerprint: string;
};

/** Carries a run out, then lets operators do their work, and says what is wrong at the end. */
export const carryOut = async (
  owner: Owner,
  deployment: Deployment,
  input: RunInput,
): Promise<RunResult> => {
  const run = new Run(owner, deployment, input);
  const { world, mishaps } = run;
  await world.start();
  const { seed, scenario, interventions, crowd } = input;
  const parts = { world, deployment, witness: run.witness, seed };
  const people = {
    customers: new Customers(world, deployment, input),
    interventions: new Interventions(parts, interventions),
    crowd: new Crowd(world, scenario, crowd),
  };
  const observed = new Observed(run, people);
  mishaps.over = input.leaving;
  owner.time.after(input.plan.repairAfter, () => {
    mishaps.over = true;
  });
  await observed.settle('at first');
  const { writes } = run;
  const calls = Object.fromEntries(mishaps.calls);
  const { facts, active, failed, stuck } = await observed.operate();
  if (input.leaving) await observed.farewell(input.plan.repairAfter, seed);
  world.end();
  const { struck } = mishaps;
  return {
    violations: observed.allViolations({ failed, active }),
    struck,
    calls,
    writes,
    crashes: run.crashes,
    active,
    failed,
    stuck,
    virtualTime: run.virtualTime,
    fingerprint: fingerprint(JSON.stringify([run.witness.tried, struck, facts])),
  };
};
