import { z } from 'zod';
import { Tier } from '../events/fields.ts';
import { Intervention } from './plans/intervention.ts';
import { listedPlan } from './plans/listedPlan.ts';
import { eventFates, fates } from './plans/plan.ts';
import { randomInterventions } from './plans/randomInterventions.ts';
import { randomPlan } from './plans/randomPlan.ts';
import { randomScenario } from './plans/scenario.ts';
import type { RunInput } from './run.ts';

export const Mishap = z.object({
  place: z.string(),
  occurrence: z.int().min(1),
  times: z.int().min(1),
  fate: z.enum([...fates, ...eventFates]),
});

const SignUp = z.object({
  at: z.number(),
  by: z.enum(['form', 'partner']),
  tenantName: z.string(),
  adminEmail: z.string(),
  tier: Tier,
  twice: z.boolean(),
  again: z.object({ at: z.enum(['failure', 'replay']), after: z.number() }).optional(),
  tenantOf: z.int().optional(),
});

/** A run as it is told to a worker: by its number alone, or with all that happens in it. */
export const Task = z.object({
  seed: z.int().min(0),
  listed: z
    .object({
      scenario: z.array(SignUp),
      interventions: z.array(Intervention).default([]),
      mishaps: z.array(Mishap),
      crashes: z.array(z.int()),
      beginsAfter: z.number(),
      repairAfter: z.number(),
    })
    .optional(),
});
export type Task = z.input<typeof Task>;
export type Listed = NonNullable<Task['listed']>;

/** What a worker answers. */
export const Result = z.object({
  violations: z.array(z.string()),
  struck: z.array(Mishap),
  crashes: z.array(z.int()),
  calls: z.record(z.string(), z.int()),
  writes: z.int(),
  active: z.int(),
  failed: z.int(),
  stuck: z.int(),
  virtualTime: z.number(),
  fingerprint: z.string(),
});
export type Result = z.infer<typeof Result>;

/** Everything that a run is made of. */
export const inputOf = ({ seed, listed }: z.infer<typeof Task>): RunInput => {
  if (!listed) {
    const [scenario, plan] = [randomScenario(seed), randomPlan(seed)];
    return { seed, scenario, interventions: randomInterventions(seed), plan };
  }
  const { scenario, interventions } = listed;
  return { seed, scenario, interventions, plan: listedPlan(seed, listed) };
};
