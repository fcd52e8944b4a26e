import type { Tier } from '#events/fields.ts';
import type { ApiKey, StepInput } from '../saga/sagaState.ts';
import { withKnown } from '../tenants/tenantResources.ts';

/** API keys and the usage plans that they count against, found by the tenant's resource name. */
export type ApiKeys = {
  create(tenantId: string): Promise<string>;
  find(tenantId: string): Promise<string[]>;
  /** Succeeds when it is gone already. */
  delete(apiKeyId: string): Promise<void>;
  /** Succeeds when it is attached already. */
  attach(apiKeyId: string, tier: Tier): Promise<void>;
};

/** Every tenant gets its own key, attached to its tier's plan: nobody spends another's quota. */
export const createApiKey =
  (apiKeys: ApiKeys) =>
  async ({ tenantId, tier, attempt }: StepInput): Promise<ApiKey> => {
    const [found] = attempt > 0 ? await apiKeys.find(tenantId) : [];
    const apiKeyId = found ?? (await apiKeys.create(tenantId));
    await apiKeys.attach(apiKeyId, tier);
    return { apiKeyId };
  };

/** Undoes `createApiKey`; a deleted key leaves its usage plan. */
export const deleteApiKey =
  (apiKeys: ApiKeys) =>
  async ({ tenantId, results }: StepInput) => {
    const found = await apiKeys.find(tenantId);
    for (const id of withKnown(results.CreateApiKey?.apiKeyId, found)) await apiKeys.delete(id);
    return {};
  };
