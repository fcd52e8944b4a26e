import type { Deployment, Tier } from '../events/fields.ts';

/** What a tier buys: where its tenants are placed, and their usage plan's limits. */
export type TierConfig = {
  readonly deployment: Deployment;
  readonly quotaPerDay: number;
  readonly burst: number;
  readonly ratePerSecond: number;
};

/** Everything that differs from one deployment to another. */
export type StageConfig = {
  /** Part of every name: lower-case letters and digits. */
  readonly stage: string;
  /** Keeps tables and user pools when a stack is deleted. */
  readonly retainData: boolean;
  readonly logRetentionDays: 7 | 30 | 90;
  /** How long events can be replayed for a subscriber. */
  readonly eventRetentionDays: number;
};

/** The tiers, the same in every stage. */
export const tiers: Readonly<Record<Tier, TierConfig>> = {
  basic: { deployment: 'pool', quotaPerDay: 1_000, burst: 50, ratePerSecond: 50 },
  standard: { deployment: 'pool', quotaPerDay: 3_000, burst: 100, ratePerSecond: 75 },
  premium: { deployment: 'pool', quotaPerDay: 5_000, burst: 200, ratePerSecond: 100 },
  platinum: { deployment: 'silo', quotaPerDay: 10_000, burst: 300, ratePerSecond: 300 },
};

/** The stages; `STAGE` picks one. */
export const stages = {
  dev: { stage: 'dev', retainData: false, logRetentionDays: 7, eventRetentionDays: 30 },
  prod: { stage: 'prod', retainData: true, logRetentionDays: 90, eventRetentionDays: 365 },
} as const satisfies Record<string, StageConfig>;

/** The stage of this name; throws with the names there are. */
export const stageNamed = (name: string): StageConfig => {
  const found = Object.entries(stages).find(([stage]) => stage === name);
  if (!found)
    throw new Error(`STAGE is ${name}; it must be one of ${Object.keys(stages).join(', ')}`);
  return found[1];
};
