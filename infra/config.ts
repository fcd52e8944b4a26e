import { quotasWith } from '#aws-limits/quotas.ts';
import { type Deployment, Tier } from '../events/fields.ts';
import type { Limited } from '../services/shared/metricNames.ts';
import type { Hosts } from '../services/webhooks/address.ts';

/** What a tier buys: where its tenants are placed, and their usage plan's limits. */
export type TierConfig = {
  readonly deployment: Deployment;
  readonly quotaPerDay: number;
  readonly burst: number;
  readonly ratePerSecond: number;
  /** Whether anybody may order it by the form; otherwise operators and partners do. */
  readonly selfService: boolean;
};

/** Everything that differs from one deployment to another. */
export type StageConfig = {
  /** Part of every name: lower-case letters and digits. */
  readonly stage: string;
  /** Whether operators sign in by an authenticator app too. */
  readonly operatorsNeedSecondFactor: boolean;
  /** Keeps tables and user pools when a stack is deleted. */
  readonly retainData: boolean;
  /** Whether a silo tenant's table and user pool cannot be deleted before somebody switches that off. */
  readonly protectSilos: boolean;
  /** Whether a tenant is kept from being removed until an operator lifts its protection. */
  readonly protectTenants: boolean;
  readonly logRetentionDays: 7 | 30 | 90;
  /** Where webhooks may go. Loopback makes sense only where the subscriber is on the same machine. */
  readonly webhookHosts: Hosts;
  /** How long events can be replayed for a subscriber. */
  readonly eventRetentionDays: number;
  /**
   * Who all mail is from, by SES. Without it none of ours is sent, operators confirm sign-ups, and Cognito sends
   * its own: 50 a day.
   */
  readonly mailFrom?: string;
  /** Blocks an address that asks the control API more often than this. Without it there is no web ACL. */
  readonly wafRatePer5Minutes?: number;
};

/** The tiers, the same in every stage. */
export const tiers: Readonly<Record<Tier, TierConfig>> = {
  basic: {
    deployment: 'pool',
    quotaPerDay: 1_000,
    burst: 50,
    ratePerSecond: 50,
    selfService: true,
  },
  standard: {
    deployment: 'pool',
    quotaPerDay: 3_000,
    burst: 100,
    ratePerSecond: 75,
    selfService: true,
  },
  premium: {
    deployment: 'pool',
    quotaPerDay: 5_000,
    burst: 200,
    ratePerSecond: 100,
    selfService: true,
  },
  platinum: {
    deployment: 'silo',
    quotaPerDay: 10_000,
    burst: 300,
    ratePerSecond: 300,
    selfService: false,
  },
};

/**
 * How many onboardings begin in a second. AWS lets an account make five API keys a second, and five app clients
 * in one pool: this is less by a part for what is tried again, and every 24th start is kept for silos.
 */
export const startsPerSecond: Readonly<Record<Deployment, number>> = { pool: 4.6, silo: 0.2 };

/** What AWS has raised on request, by the names of `docs/aws-limits.md`; more than AWS grants is refused. */
const granted = quotasWith({});

/** How many AWS lets an account have in a Region, and app clients in one user pool. */
export const quotas: Readonly<Record<Limited, number>> = {
  AppClients: granted.appClientsPerPool,
  UserPools: granted.userPools,
  ApiKeys: granted.apiKeys,
  Tables: granted.tables,
};

/** How many requests of one kind are taken, in every stage. */
export type Throttle = { readonly ratePerSecond: number; readonly burst: number };

/** What each method of an API takes: more is answered 429. Those that need a token share what the stage has. */
export const throttles = {
  guarded: { ratePerSecond: 1_000, burst: 2_000 },
  openReads: { ratePerSecond: 50, burst: 100 },
  /** Most of these cause mail. */
  openWrites: { ratePerSecond: 5, burst: 20 },
} as const satisfies Record<string, Throttle>;

/** What the people of one tenant may ask for: more is answered 429. Operators are not counted. */
export const userRates = {
  invitationsPerMinute: 20,
  invitationsPerDay: 500,
  listsPerMinute: 120,
} as const;

/** The tiers that anybody may order. */
export const selfServiceTiers = Object.entries(tiers).flatMap(([tier, { selfService }]) =>
  selfService ? [Tier.parse(tier)] : [],
);

/** The stages; `STAGE` picks one. */
export const stages = {
  dev: {
    stage: 'dev',
    operatorsNeedSecondFactor: true,
    retainData: false,
    protectSilos: false,
    protectTenants: false,
    logRetentionDays: 7,
    eventRetentionDays: 30,
    webhookHosts: 'public',
  },
  prod: {
    stage: 'prod',
    operatorsNeedSecondFactor: true,
    retainData: true,
    protectSilos: true,
    protectTenants: true,
    logRetentionDays: 90,
    eventRetentionDays: 365,
    webhookHosts: 'public',
  },
} as const satisfies Record<string, StageConfig>;

/** The stage of this name; throws with the names there are. */
export const stageNamed = (name: string): StageConfig => {
  const found = Object.entries(stages).find(([stage]) => stage === name);
  if (!found)
    throw new Error(`STAGE is ${name}; it must be one of ${Object.keys(stages).join(', ')}`);
  return found[1];
};

/** The account of a run on one machine; AWS gives it to nobody. */
const LOCAL_ACCOUNT = '000000000000';

/**
 * `dev` as it runs on one machine, where subscribers may be too. No account of AWS can have it. Its silos are
 * protected as those of `prod` are, so that what removes them has to do the same.
 */
const localStage: StageConfig = {
  ...stages.dev,
  operatorsNeedSecondFactor: false,
  protectSilos: true,
  webhookHosts: 'publicAndLoopback',
  mailFrom: 'no-reply@tenant-onboarding.example',
};

type Wanted = {
  name: string | undefined;
  account: string | undefined;
  /** Who mail is from. */
  mailFrom: string | undefined;
};

/**
 * The stage to synthesize: the named one, or else the one that suits the account. Throws where a stage for
 * customers has nobody whom mail is from: Cognito's own sender sends 50 mails a day, and no more on request.
 */
export const stageFor = ({ name, account, mailFrom }: Wanted): StageConfig => {
  if (name === undefined && account === LOCAL_ACCOUNT) return localStage;
  const config = stageNamed(name ?? 'dev');
  if (mailFrom !== undefined) return { ...config, mailFrom };
  if (config === stages.dev) return config;
  throw new Error(
    `STAGE=${config.stage} needs MAIL_FROM, an address that SES may send from: without it 50 invitations a day can be sent`,
  );
};
