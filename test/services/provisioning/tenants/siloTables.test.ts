import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import type { DataStores } from '../../../../services/provisioning/onboarding/createDataStore.ts';
import { siloTables } from '../../../../services/provisioning/tenants/siloTables.ts';
import { tableNames } from '../../../../services/provisioning/tenants/tenantResources.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let client: DynamoDBClient;
let stores: DataStores;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  client = new DynamoDBClient();
  stores = siloTables(client, 'test-tenant');
});
afterAll(() => engine.destroy());

const owner = aUlid(7);

const describeTable = async (TableName: string) =>
  (await client.send(new DescribeTableCommand({ TableName }))).Table;

const named = tableNames('test-tenant', async () => 'pooled');

describe('siloTables', () => {
  it('makes a table that takes requests, under the name that the route gives', async () => {
    await stores.create(aTenantId(1), owner);

    const table = await describeTable(await named('silo', aTenantId(1)));
    expect(table?.TableStatus).toBe('ACTIVE');
  });

  it('makes it with the keys of the pooled table', async () => {
    await stores.create(aTenantId(2), owner);

    const table = await describeTable(await named('silo', aTenantId(2)));
    const pooled = await describeTable(await engine.table('pooled'));
    expect(table?.KeySchema).toEqual(pooled?.KeySchema);
    expect(table?.AttributeDefinitions).toEqual(pooled?.AttributeDefinitions);
  });

  it('makes no second table, and finds whose the first one is', async () => {
    const id = await named('silo', aTenantId(3));
    await expect(stores.create(aTenantId(3), owner)).resolves.toBe(true);

    await expect(stores.create(aTenantId(3), aUlid(8))).resolves.toBe(false);
    await expect(stores.ready(id)).resolves.toBeUndefined();
    await expect(stores.find(aTenantId(3))).resolves.toEqual([{ id, owner }]);
  });

  it('finds nothing where there is no table', async () => {
    await expect(stores.find(aTenantId(5))).resolves.toEqual([]);
  });

  it('finds no owner of a table without the tag', async () => {
    const id = await named('silo', aTenantId(6));
    await client.send(
      new CreateTableCommand({
        TableName: id,
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );

    await expect(stores.find(aTenantId(6))).resolves.toEqual([{ id, owner: undefined }]);
  });

  it('deletes the tenant’s table, and succeeds when it is gone', async () => {
    await stores.create(aTenantId(4), owner);

    const name = await named('silo', aTenantId(4));
    await stores.delete(name);
    await stores.delete(name);

    await expect(describeTable(name)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('tableNames', () => {
  it('gives pool tenants the pooled table', async () => {
    expect(await named('pool', aTenantId(1))).toBe('pooled');
  });
});
