import type { TokenBuckets } from '../../../kernel/tokenBuckets.ts';
import { settingFor } from '../definition/methodSettings.ts';
import type { UsagePlan } from '../keys/apiKeySchemas.ts';
import type { ApiKeyStore, KeyAccess } from '../keys/apiKeyStore.ts';
import type { Exchange } from './exchange.ts';
import type { QuotaMeter } from './quotaMeter.ts';
import { Refusal } from './refusal.ts';

type Meters = { keys: ApiKeyStore; buckets: TokenBuckets; quotas: QuotaMeter };

/** AWS's account-wide throttle: what holds where a plan or stage sets only one of the two numbers. */
const ACCOUNT = { rate: 10_000, burst: 5_000 };

const forbidden = () => new Refusal('INVALID_API_KEY', 'Forbidden');

/** Takes a token where a rate or a burst is set. */
const throttle = (
  { buckets }: Meters,
  name: string,
  { rate, burst }: { rate: number | undefined; burst: number | undefined },
): void => {
  if (rate === undefined && burst === undefined) return;
  const pace = { rate: rate ?? ACCOUNT.rate, burst: burst ?? ACCOUNT.burst };
  if (!buckets.take(name, pace)) throw new Refusal('THROTTLED', 'Too Many Requests');
};

const throttleStage = (meters: Meters, exchange: Exchange): void => {
  const { view, stage, resource, method } = exchange;
  const setting = settingFor(stage, resource.path, method.httpMethod);
  const name = `${view.api.id}/${stage.stageName}/${resource.id}/${method.httpMethod}`;
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = setting ?? {};
  throttle(meters, name, { rate, burst });
};

const planFor = async (
  { keys }: Meters,
  access: KeyAccess,
  { view, stage }: Exchange,
): Promise<UsagePlan | undefined> => {
  for (const planId of access.planIds) {
    const plan = await keys.plan(planId);
    const covers = plan?.apiStages.some(
      (at) => at.apiId === view.api.id && at.stage === stage.stageName,
    );
    if (covers) return plan;
  }
  return undefined;
};

const spend = async (meters: Meters, member: string, plan: UsagePlan): Promise<void> => {
  const { rateLimit: rate, burstLimit: burst } = plan.throttle ?? {};
  throttle(meters, member, { rate, burst });
  if (!plan.quota || (await meters.quotas.take(member, plan.quota))) return;
  throw new Refusal('QUOTA_EXCEEDED', 'Limit Exceeded');
};

const keyValue = ({ view, request, authorization }: Exchange): string => {
  const value =
    view.api.apiKeySource === 'HEADER'
      ? request.headers['x-api-key']
      : authorization?.usageIdentifierKey;
  if (!value) throw forbidden();
  return value;
};

/**
 * Lets a request through that its stage's throttle, its API key and the key's usage plan allow, or
 * throws a Refusal. A throttled request does not count against the quota.
 */
export const usageGate =
  (meters: Meters) =>
  async (exchange: Exchange): Promise<void> => {
    throttleStage(meters, exchange);
    if (!exchange.method.apiKeyRequired) return;
    exchange.apiKeyValue = keyValue(exchange);
    const access = await meters.keys.access(exchange.apiKeyValue);
    const plan = access?.key.enabled && (await planFor(meters, access, exchange));
    if (!access || !plan) throw forbidden();
    exchange.apiKey = access.key;
    await spend(meters, `${plan.id}/${access.key.id}`, plan);
  };
