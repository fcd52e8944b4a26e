import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { routeReader } from '../../../../services/identity/authorizer/routeReader.ts';
import { aRoute, aTenantId } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let TableName: string;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  TableName = await engine.table('routes');
});
afterAll(() => engine.destroy());

/** What the reader makes of an item. */
const readBack = async (item: { tenantId: string }) => {
  await engine.documents.send(new PutCommand({ TableName, Item: item }));
  return routeReader(engine.documents, TableName)(item.tenantId);
};

describe('routeReader', () => {
  it('reads a route without what is none of it', async () => {
    expect(await readBack({ ...aRoute(1), ...{ other: 'thing' } })).toEqual(aRoute(1));
  });

  it('finds nothing where there is nothing', async () => {
    const read = routeReader(engine.documents, TableName);

    expect(await read(aTenantId(9))).toBeUndefined();
  });

  it('reads a route of a tier and a deployment that only a later version knows', async () => {
    const later = aRoute(2, { tier: 'unheard', deployment: 'cell' });

    expect(await readBack(later)).toEqual(later);
  });

  it.each([
    ['an unknown status', { status: 'paused' }],
    ['no possible tier', { tier: 'no tier' }],
  ])('takes a route with %s for none, so that the request is denied', async (_what, wrong) => {
    expect(await readBack({ ...aRoute(2), ...wrong })).toBeUndefined();
  });
});
