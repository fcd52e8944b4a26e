import { TransientError } from '#shared/errors.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import type { DataStores } from '../onboarding/createDataStore.ts';
import type { Directory } from '../onboarding/createIdentity.ts';
import { AccessRoleEnv, IdentityEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import { beingErased } from './beingErased.ts';
import type { OffboardingInput } from './offboardingInput.ts';
import type { TenantShards } from './tenantShards.ts';

export const proveErasedStep = {
  name: 'ProveErased',
  run: 'provisioning/offboarding/proveErased',
  environment: IdentityEnv.extend({ ...RoutingTableEnv.shape, ...AccessRoleEnv.shape }),
} as const satisfies SagaStep;

export type ProofPorts = RemovalPorts & {
  shards(tenantId: string): Promise<TenantShards>;
  stores: Pick<DataStores, 'find'>;
  apiKeys: Pick<ApiKeys, 'find'>;
  directory: Pick<Directory, 'pooledUserPoolId' | 'findUserPools' | 'findAppClient'>;
};

/** Looks again for all that is called after the tenant, and for its rows. TransientError while some of it is there: it is not let go before. */
export const proveErased =
  ({ shards, stores, apiKeys, directory, ...ports }: ProofPorts) =>
  async (input: OffboardingInput) => {
    const route = await beingErased(ports, input);
    if (!route) return {};
    const { tenantId, userPoolId, appClientId } = route;
    const isShared = userPoolId === (await directory.pooledUserPoolId());
    const pools = isShared ? [] : await directory.findUserPools(tenantId);
    const clients = isShared
      ? await directory.findAppClient({ userPoolId, tenantId, appClientId })
      : [];
    const left = {
      rows: !(await (await shards(tenantId)).areEmpty()),
      table: (await stores.find(tenantId)).length > 0,
      apiKey: (await apiKeys.find(tenantId)).length > 0,
      appClient: clients.length > 0,
      userPool: pools.length > 0,
    };
    const kinds = Object.entries(left).flatMap(([kind, isLeft]) => (isLeft ? [kind] : []));
    if (kinds.length === 0) return {};
    throw new TransientError(`still there of tenant ${tenantId}: ${kinds.join(', ')}`);
  };
