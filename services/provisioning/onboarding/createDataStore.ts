import { PermanentError, TransientError } from '#shared/errors.ts';
import { type Owned, type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import {
  type DeletionProtection,
  PrefixEnv,
  ProtectionEnv,
  RoutingTableEnv,
} from '../provisioningEnv.ts';
import type { MakingStep } from './madeResource.ts';
import type { OnboardingInput } from './onboardingInput.ts';

export const createDataStoreStep = {
  name: 'CreateDataStore',
  run: 'provisioning/onboarding/createDataStore',
  undo: 'DeleteDataStore',
  only: { deployment: 'silo' },
  environment: PrefixEnv.extend({ ...RoutingTableEnv.shape, ...ProtectionEnv.shape }),
  makes: {
    kind: 'table',
    service: 'dynamodb',
    path: 'table/',
    make: [
      'CreateTable',
      'TagResource',
      'DescribeTable',
      'ListTagsOfResource',
      'UpdateContinuousBackups',
    ],
    remove: ['UpdateTable', 'DeleteTable', 'DescribeTable', 'ListTagsOfResource'],
    list: ['ListTables'],
  },
} as const satisfies MakingStep;

/** Silo tenants' tables, named after the tenant. */
export type DataStores = {
  /** Begins to make the tenant's table, and answers its name; undefined when there is one already. */
  create(
    tenantId: string,
    owner: string,
    protection: DeletionProtection,
  ): Promise<string | undefined>;
  /** The tenant's table; none when there is none. */
  find(tenantId: string): Promise<Owned[]>;
  /** Resolves when the table takes requests, and can be restored to any moment from now on. */
  ready(tableName: string): Promise<void>;
  /** Lifts its protection first. Resolves when the table is gone. */
  delete(tableName: string): Promise<void>;
};

/** The table that an earlier try of the same owner has begun. */
const begun = async (stores: DataStores, { tenantId, eventId }: OnboardingInput) => {
  const [table] = await stores.find(tenantId);
  if (!table) throw new TransientError(`the table of tenant ${tenantId} is just going`);
  if (table.owner !== eventId) {
    throw new PermanentError(`table ${table.id} was made for another owner, or for none`);
  }
  return table.id;
};

/** A silo tenant's own table: made now, or by an earlier try of the same owner. */
export const createDataStore =
  (stores: DataStores, protection: DeletionProtection) => async (input: OnboardingInput) => {
    const made = await stores.create(input.tenantId, input.eventId, protection);
    await stores.ready(made ?? (await begun(stores, input)));
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
