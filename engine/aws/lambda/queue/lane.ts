import type { Clock } from '../../../kernel/clock.ts';
import type { Environment, Outcome } from '../environment.ts';
import type { Job } from '../job.ts';
import { Patience } from './patience.ts';

/** An invocation that waits for an environment. */
export type Waiting = {
  job: Job;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
};

/** The environments of one function, or of one tenant of it, and what waits for them. */
export type Lane = {
  key: string;
  functionName: string;
  opening: Set<Environment>;
  busy: Set<Environment>;
  /** Least recently used first. */
  idle: Set<Environment>;
  waiting: Waiting[];
  /** Before there is a further environment. */
  patience: Patience;
};

/** The lane that an invocation goes to: tenants of a function have one each. */
export const laneKey = (job: Job): string => `${job.functionName}\n${job.tenantId ?? ''}`;

/** A lane with nothing in it yet. */
export const emptyLane = (job: Job, clock: Clock): Lane => ({
  key: laneKey(job),
  functionName: job.functionName,
  opening: new Set(),
  busy: new Set(),
  idle: new Set(),
  waiting: [],
  patience: new Patience(clock),
});

/** The environments of a lane, in whatever state. */
export const environmentsOf = (lane: Lane): Environment[] => [
  ...lane.opening,
  ...lane.busy,
  ...lane.idle,
];
