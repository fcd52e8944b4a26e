import { type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import type { DataStores } from '../onboarding/createDataStore.ts';
import { ErasureEnv, PrefixEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import { beingErased, removalBy } from './beingErased.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { OffboardingInput } from './offboardingInput.ts';

export const dropDataStoreStep = {
  name: 'DropDataStore',
  run: 'provisioning/offboarding/dropDataStore',
  only: { deployment: 'silo' },
  environment: PrefixEnv.extend({ ...RoutingTableEnv.shape, ...ErasureEnv.shape }),
} as const satisfies SagaStep;

export type DropDataStorePorts = RemovalPorts & {
  stores: Pick<DataStores, 'find' | 'delete'>;
  receipts: Pick<Receipts, 'count'>;
};

/** Deletes the tenant's own table. */
export const dropDataStore =
  ({ stores, receipts, ...ports }: DropDataStorePorts) =>
  async (input: OffboardingInput) => {
    const { tenantId, eventId: operationId } = input;
    if (!(await beingErased(ports, input))) return {};
    const found = await stores.find(tenantId);
    await removeOwned(ports)(removalBy(input), found, async (id) => {
      await stores.delete(id);
      await receipts.count({ tenantId, operationId }, 'tables', 1);
    });
    return {};
  };
