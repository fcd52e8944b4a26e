import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { latestRoute } from '../../../services/shared/routeReader.ts';
import { aRoute, aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let TableName: string;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  TableName = await engine.table('routes');
});
afterAll(() => engine.destroy());

const put = (Item: object) =>
  engine.documents.send(new PutCommand({ TableName, Item: { ...Item } }));

describe('latestRoute', () => {
  it.each([
    ['that nobody uses', aRoute(3)],
    ['in use', aRoute(4, { firstUserEventId: aUlid(5) })],
  ])('reads the route of a tenant %s, without its API key', async (_what, route) => {
    await put(route);
    const { apiKey, ...standing } = route;

    const found = await latestRoute(engine.documents, TableName)(route.tenantId);

    expect(found).toEqual(standing);
    expect(JSON.stringify(found)).not.toContain(apiKey);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await latestRoute(engine.documents, TableName)(aTenantId(9))).toBeUndefined();
  });

  it('never takes a tenant for gone whose route it does not understand', async () => {
    await put({ ...aRoute(5), status: 'paused' });

    await expect(latestRoute(engine.documents, TableName)(aTenantId(5))).rejects.toThrow();
  });
});
