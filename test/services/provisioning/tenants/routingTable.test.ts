import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { routingTable } from '../../../../services/provisioning/tenants/routingTable.ts';
import { StandingRoute } from '../../../../services/shared/route.ts';
import { aRoute, aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const route = aRoute(1);
const { tenantId, writtenFor, provisionedEventId } = route;
const firstUser = { tenantId, provisionedEventId, eventId: aUlid(5) };
const anew = aRoute(1, { apiKeyId: 'key-2', provisionedEventId: aUlid(3_001) });

/** The routing table with the route of one tenant. */
const aTable = async () => {
  count += 1;
  const table = routingTable(engine.documents, await engine.table('routes', `routes-${count}`));
  await table.write(route);
  return table;
};

describe('routingTable', () => {
  it('reads the route without the secret', async () => {
    const { routeOf } = await aTable();

    expect(await routeOf(tenantId)).toEqual(StandingRoute.parse(route));
  });

  it('finds nothing of a tenant without a route', async () => {
    const { routeOf } = await aTable();

    expect(await routeOf(aTenantId(9))).toBeUndefined();
  });

  it.each([
    ['writes over its own route', anew, true, 'key-2'],
    ['leaves another owner’s', { ...anew, writtenFor: aUlid(99) }, false, 'key-1'],
  ])('%s', async (_what, next, written, apiKeyId) => {
    const { write, routeOf } = await aTable();

    expect(await write(next)).toBe(written);
    expect((await routeOf(tenantId))?.apiKeyId).toBe(apiKeyId);
  });

  it('writes over no route that is in use', async () => {
    const { write, note, routeOf } = await aTable();
    await note(firstUser);

    expect(await write(anew)).toBe(false);
    expect(await routeOf(tenantId)).toMatchObject({
      apiKeyId: 'key-1',
      firstUserEventId: aUlid(5),
    });
  });

  it.each([
    ['removes its own route', writtenFor, false],
    ['leaves another owner’s route', aUlid(99), true],
  ])('%s', async (_what, owner, stays) => {
    const { remove, routeOf } = await aTable();

    await remove(tenantId, owner);

    expect((await routeOf(tenantId)) !== undefined).toBe(stays);
  });

  it('removes no route that is in use', async () => {
    const { remove, note, routeOf } = await aTable();
    await note(firstUser);

    await remove(tenantId, writtenFor);

    expect(await routeOf(tenantId)).toBeDefined();
  });

  it('keeps the first user that was noted', async () => {
    const { note, routeOf } = await aTable();

    expect(await note(firstUser)).toBe(true);
    expect(await note({ ...firstUser, eventId: aUlid(6) })).toBe(true);

    expect((await routeOf(tenantId))?.firstUserEventId).toBe(aUlid(5));
  });

  it('notes no user of a tenant that stands by another TenantProvisioned', async () => {
    const { note, routeOf } = await aTable();

    expect(await note({ ...firstUser, provisionedEventId: aUlid(77) })).toBe(false);
    expect((await routeOf(tenantId))?.firstUserEventId).toBeUndefined();
  });

  it('makes no route of a user whose tenant has none', async () => {
    const { note, routeOf } = await aTable();

    expect(await note({ ...firstUser, tenantId: aTenantId(9) })).toBe(false);
    expect(await routeOf(aTenantId(9))).toBeUndefined();
  });
});
