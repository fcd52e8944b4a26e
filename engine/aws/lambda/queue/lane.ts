import type { Timer } from '../../../kernel/clock.ts';
import type { Environment, Outcome } from '../environment.ts';
import type { Job } from '../job.ts';

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
  /** Runs while a further environment is being considered. */
  patience: Timer | undefined;
};

/** The lane that an invocation goes to: tenants of a function have one each. */
export const laneKey = (job: Job): string => `${job.functionName}\n${job.tenantId ?? ''}`;

/** A lane with nothing in it yet. */
export const emptyLane = (job: Job): Lane => ({
  key: laneKey(job),
  functionName: job.functionName,
  opening: new Set(),
  busy: new Set(),
  idle: new Set(),
  waiting: [],
  patience: undefined,
});

/** The environments of a lane, in whatever state. */
export const environmentsOf = (lane: Lane): Environment[] => [
  ...lane.opening,
  ...lane.busy,
  ...lane.idle,
];
