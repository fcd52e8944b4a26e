import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { routeReader } from '../../../../services/identity/authorizer/routeReader.ts';
import {
  deleteRoute,
  writeRoute,
} from '../../../../services/provisioning/onboarding/writeRoute.ts';
import { routingTable } from '../../../../services/provisioning/tenants/routingTable.ts';
import { tableNames } from '../../../../services/provisioning/tenants/tenantResources.ts';
import { aRoute, aStepInput, aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aTable = async () => {
  count += 1;
  const tableName = await engine.table('routes', `routes-${count}`);
  const ports = {
    ...routingTable(engine.documents, tableName),
    apiKeyValue: async (apiKeyId: string) => `secret-of-${apiKeyId}`,
    tableName: tableNames('test-tenant', async () => 'pooled'),
  };
  return {
    write: writeRoute(ports),
    remove: deleteRoute(ports),
    read: routeReader(engine.documents, tableName),
  };
};

const results = {
  CreateIdentity: { userPoolId: 'us-east-1_pooled', appClientId: 'client1' },
  CreateApiKey: { apiKeyId: 'key-1' },
};
const input = aStepInput(1, { results });
const anothers = { ...input, eventId: aUlid(99) };

describe('writeRoute', () => {
  it('writes the route that the authorizer reads', async () => {
    const { write, read } = await aTable();

    await write(input);

    expect(await read(input.tenantId)).toEqual(aRoute(1));
  });

  it('sends a silo tenant to its own table', async () => {
    const { write, read } = await aTable();

    await write({ ...input, deployment: 'silo' });

    expect((await read(input.tenantId))?.tableName).toBe(`test-tenant-${input.tenantId}`);
  });

  it('answers the saga without the key’s value', async () => {
    const { write } = await aTable();

    expect(await write(input)).toEqual({});
  });

  it('writes again what an earlier try wrote', async () => {
    const { write } = await aTable();
    await write(input);

    await expect(write(input)).resolves.toEqual({});
  });

  it('never writes over another owner’s route', async () => {
    const { write, read } = await aTable();
    await write(input);

    const writing = write({ ...anothers, tier: 'premium' });

    await expect(writing).rejects.toMatchObject({ name: 'PermanentError' });
    expect((await read(input.tenantId))?.tier).toBe('basic');
  });

  it.each([
    ['an identity', { CreateApiKey: results.CreateApiKey }],
    ['an API key', { CreateIdentity: results.CreateIdentity }],
  ])('needs %s', async (_what, some) => {
    const { write, read } = await aTable();

    const writing = write(aStepInput(1, { results: some }));

    await expect(writing).rejects.toMatchObject({ name: 'PermanentError' });
    expect(await read(input.tenantId)).toBeUndefined();
  });
});

describe('deleteRoute', () => {
  it('removes the route', async () => {
    const { write, remove, read } = await aTable();
    await write(input);

    await remove(input);

    expect(await read(input.tenantId)).toBeUndefined();
  });

  it('succeeds when there is none', async () => {
    const { remove } = await aTable();

    await expect(remove(input)).resolves.toEqual({});
  });

  it('never removes another owner’s route', async () => {
    const { write, remove, read } = await aTable();
    await write(input);

    await expect(remove(anothers)).resolves.toEqual({});

    expect(await read(input.tenantId)).toEqual(aRoute(1));
  });
});

describe('routeReader', () => {
  it('finds nothing of a tenant that has no route', async () => {
    const { read } = await aTable();

    expect(await read(aTenantId(5))).toBeUndefined();
  });
});
