import { GetCommand } from '@aws-sdk/lib-dynamodb';
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
const { tenantId, userPoolId, writtenFor, provisionedEventId } = route;
const owner = { clientOf: tenantId, userPoolId };
const anew = aRoute(1, { appClientId: 'anew', provisionedEventId: aUlid(3_001) });
const firstUser = { tenantId, provisionedEventId, eventId: aUlid(5) };

/** The routing table with the route of one tenant. */
const aTable = async () => {
  count += 1;
  const TableName = await engine.table('routes', `routes-${count}`);
  const table = routingTable(engine.documents, TableName);
  await table.write(route);
  const rowOf = async (appClientId: string) => {
    const get = new GetCommand({ TableName, Key: { tenantId: `client#${appClientId}` } });
    return (await engine.documents.send(get)).Item;
  };
  return { ...table, rowOf };
};

describe('routingTable, of app clients', () => {
  it('tells whose the client of a route is, and nothing secret', async () => {
    const { ownerOf, rowOf } = await aTable();

    expect(await ownerOf('client1')).toEqual(owner);
    expect(JSON.stringify(await rowOf('client1'))).not.toContain(route.apiKey);
  });

  it.each(['client2', '', aTenantId(1), `client#client1`])(
    'knows nobody whose client %j is',
    async (appClientId) => {
      const { ownerOf } = await aTable();

      expect(await ownerOf(appClientId)).toBeUndefined();
    },
  );

  it('takes no client for a tenant', async () => {
    const { routeOf, routeWithKey } = await aTable();

    expect(await routeOf('client#client1')).toBeUndefined();
    expect(await routeWithKey('client#client1')).toBeUndefined();
  });

  it('forgets the client of the route whose place another takes', async () => {
    const { write, ownerOf } = await aTable();

    expect(await write(anew, route)).toBe(true);

    expect([await ownerOf('client1'), await ownerOf('anew')]).toEqual([undefined, owner]);
  });

  it('keeps the client of a route that another takes the place of with the same one', async () => {
    const { write, ownerOf } = await aTable();

    expect(await write({ ...route, apiKeyId: 'key-2' }, route)).toBe(true);

    expect(await ownerOf('client1')).toEqual(owner);
  });

  it.each([
    ['another owner’s', { ...anew, writtenFor: aUlid(99) }],
    ['one in use', anew],
  ])('writes no client of a route that would take the place of %s', async (_what, next) => {
    const { write, note, ownerOf } = await aTable();
    if (next === anew) await note(firstUser);

    expect(await write(next, route)).toBe(false);

    expect([await ownerOf('client1'), await ownerOf('anew')]).toEqual([owner, undefined]);
  });

  it('forgets the client of a route that is removed, and succeeds when it is gone', async () => {
    const { remove, ownerOf, rowOf } = await aTable();

    await remove(tenantId, writtenFor);
    await remove(tenantId, writtenFor);

    expect(await ownerOf('client1')).toBeUndefined();
    expect(await rowOf('client1')).toBeUndefined();
  });

  it.each([
    ['of another owner', aUlid(99), false],
    ['that is in use', writtenFor, true],
  ])('keeps the client of a route %s', async (_what, by, isUsed) => {
    const { remove, note, ownerOf, routeOf } = await aTable();
    if (isUsed) await note(firstUser);

    await remove(tenantId, by);

    expect(await ownerOf('client1')).toEqual(owner);
    expect(await routeOf(tenantId)).toBeDefined();
  });

  it('shows no clients among the routes, of which pages are full', async () => {
    const { write, all, page } = await aTable();
    const many = Array.from({ length: 12 }, (_, n) => aRoute(n + 2));
    for (const each of many) await write(each);

    const pages: StandingRoute[][] = [];
    let after: string | undefined;
    do {
      const { routes, last } = await page({ limit: 5, after });
      pages.push(routes);
      after = last;
    } while (after !== undefined);

    const everyone = [route, ...many].map((each) => StandingRoute.parse(each));
    const byTenant = (routes: StandingRoute[]) =>
      routes.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
    expect(byTenant(await all())).toEqual(everyone);
    expect(byTenant(pages.flat())).toEqual(everyone);
    expect(pages.slice(0, 2).map(({ length }) => length)).toEqual([5, 5]);
  });
});
