import { z } from 'zod';
import { Tier } from '../events/fields.ts';
import { crowdScenario, Guest, randomCrowd } from './plans/crowd.ts';
import { Intervention } from './plans/intervention.ts';
import { listedPlan } from './plans/listedPlan.ts';
import { withOffClocks } from './plans/offClocks.ts';
import { eventFates, fates, limitFates } from './plans/plan.ts';
import { randomInterventions } from './plans/randomInterventions.ts';
import { randomPlan } from './plans/randomPlan.ts';
import { randomScenario } from './plans/scenario.ts';
import type { RunInput } from './run.ts';

export const Mishap = z.object({
  place: z.string(),
  occurrence: z.int().min(1),
  times: z.int().min(1),
  fate: z.enum([...fates, ...limitFates, ...eventFates]),
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
  /** So many people come and go in three tenants, instead of whatever the seed has sign up. */
  people: z.int().optional(),
  /** AWS's request rates hold, and more goes wrong: buckets are empty for minutes, no mail is left, changes meet. */
  limits: z.boolean().default(false),
  /** The clocks of processes step by hours. */
  clocks: z.boolean().default(false),
  /** Nothing goes wrong until the tenants are there; then some of them leave. */
  leaving: z.boolean().default(false),
  listed: z
    .object({
      scenario: z.array(SignUp),
      interventions: z.array(Intervention).default([]),
      crowd: z.array(Guest).default([]),
      mishaps: z.array(Mishap),
      crashes: z.array(z.int()),
      beginsAfter: z.number(),
      repairAfter: z.number(),
      /** With limits: how many mails Cognito's own sender sends in a day. */
      mailsADay: z.int().optional(),
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

/** Who does what in a run that is told by its number. */
export const peopleOf = ({ seed, people }: Pick<Task, 'seed' | 'people'>) =>
  people === undefined
    ? { scenario: randomScenario(seed), interventions: randomInterventions(seed), crowd: [] }
    : { scenario: crowdScenario(seed), interventions: [], crowd: randomCrowd(seed, people) };

/** Everything that a run is made of. */
export const inputOf = ({
  seed,
  people,
  limits,
  clocks,
  leaving,
  listed,
}: z.infer<typeof Task>): RunInput => {
  const { scenario, crowd, ...who } = listed ?? peopleOf({ seed, people });
  const interventions = leaving ? [] : who.interventions;
  const plan = listed ? listedPlan(seed, { ...listed, limits }) : randomPlan(seed, limits);
  return {
    seed,
    scenario,
    interventions,
    crowd,
    leaving,
    plan: clocks ? withOffClocks(seed, plan) : plan,
  };
};
