import { type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import type { Directory } from '../onboarding/createIdentity.ts';
import { ErasureEnv, IdentityEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import { beingErased, removalBy } from './beingErased.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { OffboardingInput } from './offboardingInput.ts';

export const dropIdentityStep = {
  name: 'DropIdentity',
  run: 'provisioning/offboarding/dropIdentity',
  environment: IdentityEnv.extend({ ...RoutingTableEnv.shape, ...ErasureEnv.shape }),
} as const satisfies SagaStep;

export type DropIdentityPorts = RemovalPorts & {
  directory: Pick<
    Directory,
    'pooledUserPoolId' | 'findUserPools' | 'findAppClient' | 'deleteUserPool' | 'deleteAppClient'
  >;
  receipts: Pick<Receipts, 'count'>;
};

/**
 * Deletes what its users sign in by: the tenant's own pool, which takes its users along, or its app client in the pool
 * that tenants share, whose users identity forgets when it hears that the tenant has left.
 */
export const dropIdentity =
  ({ directory, receipts, ...ports }: DropIdentityPorts) =>
  async (input: OffboardingInput) => {
    const { tenantId, eventId: operationId } = input;
    const route = await beingErased(ports, input);
    if (!route) return {};
    const { userPoolId, appClientId } = route;
    const remove = removeOwned(ports);
    const counted = { tenantId, operationId };
    if (userPoolId === (await directory.pooledUserPoolId())) {
      const clients = await directory.findAppClient({ userPoolId, tenantId, appClientId });
      await remove(removalBy(input), clients, async (id) => {
        await directory.deleteAppClient(userPoolId, id);
        await receipts.count(counted, 'appClients', 1);
      });
      return {};
    }
    const pools = await directory.findUserPools(tenantId);
    await remove(removalBy(input), pools, async (id) => {
      await directory.deleteUserPool(id);
      await receipts.count(counted, 'userPools', 1);
    });
    return {};
  };
