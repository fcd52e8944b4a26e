import * as z from 'zod';
import type { Tier } from '#events/fields.ts';
import { type Owned, type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import { ApiKeyEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { StepInput } from './onboardingInput.ts';

const ApiKey = z.object({ apiKeyId: z.string() });
type ApiKey = z.infer<typeof ApiKey>;

export const createApiKeyStep = {
  name: 'CreateApiKey',
  run: 'provisioning/onboarding/createApiKey',
  undo: 'DeleteApiKey',
  result: ApiKey,
  environment: ApiKeyEnv.extend(RoutingTableEnv.shape),
} as const satisfies SagaStep;

/** API keys and the usage plans that they count against, found by the tenant's resource name. */
export type ApiKeys = {
  create(tenantId: string, owner: string): Promise<string>;
  /** All of the tenant's, and the known one, which may not be listed yet. */
  find(tenantId: string, known?: string): Promise<Owned[]>;
  /** Succeeds when it is gone already. */
  delete(apiKeyId: string): Promise<void>;
  /** Succeeds when it is attached already. */
  attach(apiKeyId: string, tier: Tier): Promise<void>;
};

/** Every tenant gets its own key, attached to its tier's plan: nobody spends another's quota. */
export const createApiKey =
  (apiKeys: ApiKeys) =>
  async ({ tenantId, eventId, tier, attempt }: StepInput): Promise<ApiKey> => {
    const found = attempt > 0 ? await apiKeys.find(tenantId) : [];
    const own = found.find(({ owner }) => owner === eventId);
    const apiKeyId = own?.id ?? (await apiKeys.create(tenantId, eventId));
    await apiKeys.attach(apiKeyId, tier);
    return { apiKeyId };
  };

/** Undoes `createApiKey`; a deleted key leaves its usage plan. */
export const deleteApiKey =
  (apiKeys: ApiKeys, ports: RemovalPorts) =>
  async ({ tenantId, eventId: owner, results }: StepInput<typeof createApiKeyStep>) => {
    const found = await apiKeys.find(tenantId, results.CreateApiKey?.apiKeyId);
    await removeOwned(ports)({ tenantId, owner }, found, apiKeys.delete);
    return {};
  };
