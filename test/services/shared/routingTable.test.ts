import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { StandingRoute } from '../../../services/shared/route.ts';
import { routingTable } from '../../../services/shared/routingTable.ts';
import { aRoute, aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

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
  const TableName = await engine.table('routes', `routes-${count}`);
  const table = routingTable(engine.documents, TableName);
  await table.write(route);
  return {
    ...table,
    /** Puts an item there as it is. */
    put: (Item: { tenantId: string }) =>
      engine.documents.send(new PutCommand({ TableName, Item: { ...Item } })),
  };
};

describe('routingTable', () => {
  it('reads the route without the secret', async () => {
    const { routeOf } = await aTable();

    expect(await routeOf(tenantId)).toEqual(StandingRoute.parse(route));
  });

  it('finds nothing of a tenant without a route', async () => {
    const { routeOf, routeWithKey } = await aTable();

    expect(await routeOf(aTenantId(9))).toBeUndefined();
    expect(await routeWithKey(aTenantId(9))).toBeUndefined();
  });

  it('finds no tenant by the key of another item', async () => {
    const { routeOf } = await aTable();

    expect(await routeOf(`client#${route.appClientId}`)).toBeUndefined();
  });

  it('never takes a tenant for gone whose route it does not understand', async () => {
    const { put, routeOf, all } = await aTable();
    await put({ ...aRoute(5), ...{ status: 'paused' } });

    await expect(routeOf(aTenantId(5))).rejects.toThrow('status');
    await expect(all()).rejects.toThrow('status');
  });

  it('reads the route with its key, and nothing that is no part of it', async () => {
    const { put, routeWithKey } = await aTable();
    await put({ ...aRoute(2), ...{ other: 'thing' } });

    expect(await routeWithKey(aTenantId(2))).toEqual(aRoute(2));
  });

  it('reads a route of a tier and a deployment that only a later version knows', async () => {
    const { put, routeWithKey, routeOf } = await aTable();
    const later = aRoute(2, { tier: 'unheard', deployment: 'cell' });
    await put(later);

    expect(await routeWithKey(later.tenantId)).toEqual(later);
    expect(await routeOf(later.tenantId)).toMatchObject({ tier: 'unheard', deployment: 'cell' });
  });

  it.each([
    ['an unknown status', { status: 'paused' }],
    ['no possible tier', { tier: 'no tier' }],
  ])('gives no key for a route with %s, so that its requests are denied', async (_what, wrong) => {
    const { put, routeWithKey } = await aTable();
    await put({ ...aRoute(2), ...wrong });

    expect(await routeWithKey(aTenantId(2))).toBeUndefined();
  });

  it('reads all routes, and pages of them, without a secret', async () => {
    const { write, all, page } = await aTable();
    for (const n of [2, 3]) await write(aRoute(n));

    const first = await page({ limit: 2, after: undefined });
    const second = await page({ limit: 2, after: first.last });

    const everyone = [1, 2, 3].map((n) => StandingRoute.parse(aRoute(n)));
    const byTenant = (routes: StandingRoute[]) =>
      routes.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
    expect(byTenant(await all())).toEqual(everyone);
    expect(byTenant([...first.routes, ...second.routes])).toEqual(everyone);
    expect(second.last).toBeUndefined();
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

  it('removes and writes over no route that is announced, until its first admin has failed', async () => {
    const { write, remove, markAnnounced, giveUp, routeOf } = await aTable();
    await markAnnounced(tenantId, provisionedEventId);

    await remove(tenantId, writtenFor);
    expect(await write(anew)).toBe(false);
    expect(await routeOf(tenantId)).toMatchObject({ announced: true, apiKeyId: 'key-1' });

    expect(await giveUp(firstUser)).toBe(true);
    await remove(tenantId, writtenFor);
    expect(await routeOf(tenantId)).toBeUndefined();
  });

  it('marks no route of another TenantProvisioned', async () => {
    const { markAnnounced, giveUp, routeOf } = await aTable();

    expect(await markAnnounced(tenantId, aUlid(77))).toBe(false);
    expect(await giveUp({ ...firstUser, provisionedEventId: aUlid(77) })).toBe(false);
    expect(await routeOf(tenantId)).toEqual(StandingRoute.parse(route));
  });

  it('gives up no tenant that people use', async () => {
    const { note, giveUp, routeOf } = await aTable();
    await note(firstUser);

    expect(await giveUp(firstUser)).toBe(false);
    expect((await routeOf(tenantId))?.givenUpFor).toBeUndefined();
  });
});
