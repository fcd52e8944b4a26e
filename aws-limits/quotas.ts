import {
  apiGatewayQuotas,
  cognitoQuotas,
  dynamodbQuotas,
  eventBridgeQuotas,
  lambdaQuotas,
  type Source,
  sesFirstGrant,
} from './sources.ts';

/** How much there may be of something. */
export type Quota = Readonly<{
  service: string;
  of: string;
  default: number;
  /** What AWS grants at most; the default where it grants no more, undefined where it names none. */
  maximum: number | undefined;
  source: Source;
}>;

/** Per account and Region, where nothing else is said. */
export const quotas = {
  userPools: {
    service: 'Cognito',
    of: 'user pools',
    default: 1_000,
    maximum: 10_000,
    source: cognitoQuotas,
  },
  appClientsPerPool: {
    service: 'Cognito',
    of: 'app clients of one user pool',
    default: 1_000,
    maximum: 10_000,
    source: cognitoQuotas,
  },
  cognitoMailsADay: {
    service: 'Cognito',
    of: "e-mails a day by Cognito's own sender, over all user pools",
    default: 50,
    maximum: 50,
    source: cognitoQuotas,
  },
  apiKeys: {
    service: 'API Gateway',
    of: 'API keys',
    default: 10_000,
    maximum: 10_000,
    source: apiGatewayQuotas,
  },
  usagePlans: {
    service: 'API Gateway',
    of: 'usage plans',
    default: 300,
    maximum: undefined,
    source: apiGatewayQuotas,
  },
  tables: {
    service: 'DynamoDB',
    of: 'tables',
    default: 2_500,
    maximum: 10_000,
    source: dynamodbQuotas,
  },
  rulesPerBus: {
    service: 'EventBridge',
    of: 'rules of one bus',
    default: 300,
    maximum: undefined,
    source: eventBridgeQuotas,
  },
  concurrentExecutions: {
    service: 'Lambda',
    of: 'invocations at the same time, over all functions',
    default: 1_000,
    maximum: undefined,
    source: lambdaQuotas,
  },
  sesMailsADay: {
    service: 'SES',
    of: 'e-mails a day, outside the sandbox',
    default: 50_000,
    maximum: undefined,
    source: sesFirstGrant,
  },
} as const satisfies Readonly<Record<string, Quota>>;
export type QuotaName = keyof typeof quotas;

/** How much an account may have, by the name of the quota. */
export type QuotaValues = Readonly<Record<QuotaName, number>>;

const isName = (name: string): name is QuotaName => Object.hasOwn(quotas, name);

const checkedQuota = (name: string, value: number): void => {
  if (!isName(name))
    throw new Error(`quota ${name}: expected one of ${Object.keys(quotas).join(', ')}`);
  const quota: Quota = quotas[name];
  if (quota.maximum === undefined || value <= quota.maximum) return;
  throw new Error(
    `quota ${name}: ${value} is more than AWS grants: at most ${quota.maximum} ${quota.of}`,
  );
};

/** AWS's defaults with those that were raised. Throws for an unknown name and for more than AWS grants. */
export const quotasWith = (raised: Readonly<Record<string, number>> = {}): QuotaValues => {
  for (const [name, value] of Object.entries(raised)) checkedQuota(name, value);
  return {
    userPools: quotas.userPools.default,
    appClientsPerPool: quotas.appClientsPerPool.default,
    cognitoMailsADay: quotas.cognitoMailsADay.default,
    apiKeys: quotas.apiKeys.default,
    usagePlans: quotas.usagePlans.default,
    tables: quotas.tables.default,
    rulesPerBus: quotas.rulesPerBus.default,
    concurrentExecutions: quotas.concurrentExecutions.default,
    sesMailsADay: quotas.sesMailsADay.default,
    ...raised,
  };
};
