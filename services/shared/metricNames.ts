import * as z from 'zod';

/** Where all metrics of the product are; each is kept per function that measures it. */
export const metricNamespace = 'TenantOnboarding';

/** By what a metric is told from that of another stage. */
export const metricDimension = 'FunctionName';

/** How many there are of what AWS limits. */
export const limited = ['AppClients', 'UserPools', 'ApiKeys', 'Tables'] as const;
export type Limited = (typeof limited)[number];

/** What the product measures itself, with CloudWatch's units. */
export const metricUnits = {
  /** Resources without a tenant that a sweep has left where they are. */
  Orphans: 'Count',
  /** API keys of active tenants that are in no usage plan. */
  DetachedKeys: 'Count',
  /** Sagas whose rollback left something that could not be undone. */
  StuckSagas: 'Count',
  /** Sagas that were rolled back for what only the customer can mend. */
  CustomersFailures: 'Count',
  /** How long the oldest registration waits to be published, beside those that are just being so. */
  OldestUnpublished: 'Seconds',
  /** How long the oldest mail of ours waits to be sent. */
  OldestUnsentMail: 'Seconds',
  /** For how long the oldest end of a membership that was cut off should have been finished. */
  OldestUnfinishedRemoval: 'Seconds',
  /** How long the oldest run of the saga that has not ended is running. */
  LongestSaga: 'Seconds',
  /** App clients of the pooled user pool. */
  AppClients: 'Count',
  /** In the account's Region, as the next two are. */
  UserPools: 'Count',
  ApiKeys: 'Count',
  Tables: 'Count',
} as const;

export type Metric = keyof typeof metricUnits;

/** What a function needs that measures. */
export const MetricEnv = z.object({ AWS_LAMBDA_FUNCTION_NAME: z.string().min(1) });
