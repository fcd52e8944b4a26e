import * as z from 'zod';
import type { Tier } from '#events/fields.ts';
import { type Owned, type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import { ApiKeyEnv, PaceEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { StepInput } from './onboardingInput.ts';

const ApiKey = z.object({ apiKeyId: z.string() });
type ApiKey = z.infer<typeof ApiKey>;

export const createApiKeyStep = {
  name: 'CreateApiKey',
  run: 'provisioning/onboarding/createApiKey',
  undo: 'DeleteApiKey',
  result: ApiKey,
  environment: ApiKeyEnv.extend({ ...RoutingTableEnv.shape, ...PaceEnv.shape }),
} as const satisfies SagaStep;

/** Whose key it is, and whose registration it is made for. */
export type KeyOf = { tenantId: string; owner: string };

/** What tenants send to prove which they are: ours, so that a second try makes no second key. */
export type KeyValues = {
  /** The value that the key has, or is to have: random, and the same at every try. */
  valueFor(key: KeyOf): Promise<string>;
  /** PermanentError where none is kept for this owner. */
  read(key: KeyOf): Promise<string>;
  /** Succeeds where none is kept. */
  forget(key: KeyOf): Promise<void>;
};

/** API keys and the usage plans that they count against, found by the tenant's resource name. */
export type ApiKeys = {
  /** The id of the owner's key with this value, which may be there already. */
  create(key: KeyOf, value: string): Promise<string>;
  /** All of the tenant's, and the known one, which may not be listed yet. */
  find(tenantId: string, known?: string): Promise<Owned[]>;
  /** Succeeds when it is gone already. */
  delete(apiKeyId: string): Promise<void>;
  /** Succeeds when it is attached already. */
  attach(apiKeyId: string, tier: Tier): Promise<void>;
};

/** Every tenant gets its own key, attached to its tier's plan: nobody spends another's quota. */
export const createApiKey =
  (apiKeys: ApiKeys, ports: Pick<KeyValues, 'valueFor'> & { takeTurn(): Promise<void> }) =>
  async ({ tenantId, eventId: owner, tier }: StepInput): Promise<ApiKey> => {
    const key = { tenantId, owner };
    const apiKeyId = await apiKeys.create(key, await ports.valueFor(key));
    await ports.takeTurn();
    await apiKeys.attach(apiKeyId, tier);
    return { apiKeyId };
  };

/** Undoes `createApiKey`; a deleted key leaves its usage plan. */
export const deleteApiKey =
  (apiKeys: ApiKeys, ports: RemovalPorts & Pick<KeyValues, 'forget'>) =>
  async ({ tenantId, eventId: owner, results }: StepInput<typeof createApiKeyStep>) => {
    const found = await apiKeys.find(tenantId, results.CreateApiKey?.apiKeyId);
    await removeOwned(ports)({ tenantId, owner }, found, apiKeys.delete);
    await ports.forget({ tenantId, owner });
    return {};
  };
