import { describe, expect, it } from '@jest/globals';
import {
  createDataStore,
  type DataStores,
  deleteDataStore,
} from '../../../../services/provisioning/onboarding/createDataStore.ts';
import type { Owned, RemovalPorts } from '../../../../services/shared/ownership.ts';
import { aRoute, aStepInput, aUlid } from '../../../support/builders.ts';

const silo = aStepInput(1, { deployment: 'silo', tier: 'platinum' });
const { eventId: owner } = silo;
const unused: RemovalPorts = { routeOf: async () => undefined };

/** A tenant's table in memory; `calls` is what was done with it. */
const fakeStores = (table?: Owned, more: Partial<DataStores> = {}) => {
  const tables = table ? [table] : [];
  const calls: string[] = [];
  const stores: DataStores = {
    async create(tenantId, its, protection) {
      calls.push(`create ${protection}`);
      if (tables.length > 0) return undefined;
      tables.push({ id: tenantId, owner: its });
      return tenantId;
    },
    find: async () => tables,
    async ready(name) {
      calls.push(`ready ${name}`);
    },
    async delete(name) {
      calls.push(`delete ${name}`);
    },
    ...more,
  };
  return { stores, tables, calls };
};

describe('createDataStore', () => {
  it('makes a table that bears the owner', async () => {
    const { stores, tables } = fakeStores();

    await expect(createDataStore(stores, 'ACTIVE')(silo)).resolves.toEqual({});

    expect(tables).toEqual([{ id: silo.tenantId, owner }]);
  });

  it('makes it protected as the deployment has it, and waits for it', async () => {
    const { stores, calls } = fakeStores();

    await createDataStore(stores, 'INACTIVE')(silo);

    expect(calls).toEqual(['create INACTIVE', `ready ${silo.tenantId}`]);
  });

  it('waits for the table that an earlier try has begun', async () => {
    const { stores, calls } = fakeStores({ id: 'table', owner });

    await expect(createDataStore(stores, 'ACTIVE')(silo)).resolves.toEqual({});

    expect(calls).toEqual(['create ACTIVE', 'ready table']);
  });

  it.each([
    ['another owner', aUlid(99)],
    ['no owner', undefined],
  ])('never takes a table of %s for its own', async (_what, other) => {
    const { stores, calls } = fakeStores({ id: 'table', owner: other });

    const creating = createDataStore(stores, 'ACTIVE')(silo);

    await expect(creating).rejects.toMatchObject({ name: 'PermanentError' });
    expect(calls).toEqual(['create ACTIVE']);
  });

  it('may be tried again when the table that was in its way is just going', async () => {
    const { stores } = fakeStores(undefined, { create: async () => undefined });

    const creating = createDataStore(stores, 'ACTIVE')(silo);

    await expect(creating).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe('deleteDataStore', () => {
  it('deletes its own table', async () => {
    const { stores, calls } = fakeStores({ id: 'table', owner });

    await expect(deleteDataStore(stores, unused)(silo)).resolves.toEqual({});

    expect(calls).toEqual(['delete table']);
  });

  it.each([
    ['there is none', undefined],
    ['it is another owner’s', { id: 'table', owner: aUlid(99) }],
    ['it is nobody’s', { id: 'table', owner: undefined }],
  ])('deletes nothing when %s', async (_what, table) => {
    const { stores, calls } = fakeStores(table);

    await expect(deleteDataStore(stores, unused)(silo)).resolves.toEqual({});

    expect(calls).toEqual([]);
  });

  it('leaves the table that people use', async () => {
    const { stores, calls } = fakeStores({ id: 'table', owner });
    const route = aRoute(1, { tableName: 'table', firstUserEventId: aUlid(5) });

    const deleting = deleteDataStore(stores, { routeOf: async () => route })(silo);

    await expect(deleting).rejects.toMatchObject({ name: 'TenantInUse' });
    expect(calls).toEqual([]);
  });
});
