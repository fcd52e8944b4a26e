import type { Task } from '../task.ts';
import type { Intervention } from './intervention.ts';
import type { Mishap } from './plan.ts';
import type { SignUp } from './scenario.ts';

/** A run that chance hardly ever finds, made for one safeguard. */
export type Race = { name: string; task: Task };

export const SECOND = 1_000;
export const HOUR = 3_600_000;

type Call = [place: string, occurrence: number];

/** What happens to a place's calls, from this one on. */
export const meets = (fate: Mishap['fate'], [place, occurrence]: Call, times = 1): Mishap => ({
  place,
  occurrence,
  times,
  fate,
});

/** Somebody who signs up by the form at once. */
export const aTenant: SignUp = {
  at: 0,
  by: 'form',
  tenantName: 'Acme',
  adminEmail: 'admin@example.com',
  tier: 'basic',
  twice: false,
};

/** A run in which these sign up and this happens, and nobody does anything else. */
export const race = (name: string, mishaps: Mishap[], scenario: SignUp[] = [aTenant]): Race => ({
  name,
  task: {
    seed: 1,
    listed: { scenario, mishaps, crashes: [], beginsAfter: HOUR, repairAfter: HOUR },
  },
});

/** The same run, and people do this beside it. */
export const intervened = ({ name, task }: Race, interventions: Intervention[]): Race => ({
  name,
  task: { ...task, ...(task.listed && { listed: { ...task.listed, interventions } }) },
});
