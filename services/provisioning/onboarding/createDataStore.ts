import { PermanentError, TransientError } from '#shared/errors.ts';
import { type Owned, type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import { PrefixEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { MakingStep } from './madeResource.ts';
import type { OnboardingInput } from './onboardingInput.ts';

export const createDataStoreStep = {
  name: 'CreateDataStore',
  run: 'provisioning/onboarding/createDataStore',
  undo: 'DeleteDataStore',
  only: { deployment: 'silo' },
  environment: PrefixEnv.extend(RoutingTableEnv.shape),
  makes: {
    kind: 'table',
    service: 'dynamodb',
    path: 'table/',
    make: ['CreateTable', 'TagResource', 'DescribeTable', 'ListTagsOfResource'],
    remove: ['DeleteTable', 'DescribeTable', 'ListTagsOfResource'],
    list: ['ListTables'],
  },
} as const satisfies MakingStep;

/** Silo tenants' tables, named after the tenant. */
export type DataStores = {
  /** Resolves when the table takes requests; false when there is one already. */
  create(tenantId: string, owner: string): Promise<boolean>;
  /** The tenant's table; none when there is none. */
  find(tenantId: string): Promise<Owned[]>;
  /** Resolves when the table takes requests. */
  ready(tableName: string): Promise<void>;
  /** Resolves when the table is gone. */
  delete(tableName: string): Promise<void>;
};

/** A silo tenant's own table: made now, or by an earlier try of the same owner. */
export const createDataStore =
  (stores: DataStores) =>
  async ({ tenantId, eventId }: OnboardingInput) => {
    if (await stores.create(tenantId, eventId)) return {};
    const [table] = await stores.find(tenantId);
    if (!table) throw new TransientError(`the table of tenant ${tenantId} is just going`);
    if (table.owner !== eventId) {
      throw new PermanentError(`table ${table.id} was made for another owner, or for none`);
    }
    await stores.ready(table.id);
    return {};
  };

/** Undoes `createDataStore`. */
export const deleteDataStore =
  (stores: DataStores, ports: RemovalPorts) =>
  async ({ tenantId, eventId: owner }: OnboardingInput) => {
    const found = await stores.find(tenantId);
    await removeOwned(ports)({ tenantId, owner }, found, stores.delete);
    return {};
  };
