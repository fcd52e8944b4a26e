import { type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import type { ApiKeys, KeyValues } from '../onboarding/createApiKey.ts';
import { ClaimEnv, ErasureEnv, PrefixEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import { beingErased, removalBy } from './beingErased.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { OffboardingInput } from './offboardingInput.ts';

export const dropApiKeyStep = {
  name: 'DropApiKey',
  run: 'provisioning/offboarding/dropApiKey',
  environment: PrefixEnv.extend({
    ...RoutingTableEnv.shape,
    ...ClaimEnv.shape,
    ...ErasureEnv.shape,
  }),
} as const satisfies SagaStep;

export type DropApiKeyPorts = RemovalPorts & {
  apiKeys: Pick<ApiKeys, 'find' | 'delete'>;
  forget: KeyValues['forget'];
  receipts: Pick<Receipts, 'count'>;
};

/** Deletes the tenant's API key, and the value that was kept for it. */
export const dropApiKey =
  ({ apiKeys, forget, receipts, ...ports }: DropApiKeyPorts) =>
  async (input: OffboardingInput) => {
    const { tenantId, owner, eventId: operationId } = input;
    if (!(await beingErased(ports, input))) return {};
    const found = await apiKeys.find(tenantId);
    await removeOwned(ports)(removalBy(input), found, async (id) => {
      await apiKeys.delete(id);
      await receipts.count({ tenantId, operationId }, 'apiKeys', 1);
    });
    await forget({ tenantId, owner });
    return {};
  };
