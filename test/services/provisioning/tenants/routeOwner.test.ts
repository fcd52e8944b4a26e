import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import {
  routeOwner,
  routingTable,
} from '../../../../services/provisioning/tenants/routingTable.ts';
import { aRoute, aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let tableName: string;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  tableName = await engine.table('routes');
});
afterAll(() => engine.destroy());

describe('routeOwner', () => {
  it('says for whom a route was written', async () => {
    const route = aRoute(1);
    await routingTable(engine.documents, tableName).write(route, aUlid(5));

    const owner = await routeOwner(engine.documents, tableName)(route.tenantId);

    expect(owner).toEqual({ eventId: aUlid(5), registrationId: route.registrationId });
  });

  it('finds nobody where there is no route', async () => {
    expect(await routeOwner(engine.documents, tableName)(aTenantId(9))).toBeUndefined();
  });
});
