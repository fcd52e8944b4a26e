import { describe, expect, it } from '@jest/globals';
import {
  isInUse,
  isProtected,
  type Owned,
  type RemovalPorts,
  removeOwned,
} from '../../../services/shared/ownership.ts';
import type { StandingRoute } from '../../../services/shared/route.ts';
import { aRoute, aTenantId, aUlid } from '../../support/builders.ts';

const owner = aUlid(1_001);
const removal = { tenantId: aTenantId(1), owner };

const own = (id: string): Owned => ({ id, owner });
const others = (id: string): Owned => ({ id, owner: aUlid(99) });
const unowned = (id: string): Owned => ({ id, owner: undefined });

const inUse = aRoute(1, { firstUserEventId: aUlid(5) });

/** What the gate removed of what was found, while this route stands. */
const remove = async (route: StandingRoute | undefined, found: readonly Owned[]) => {
  const removed: string[] = [];
  const asked: string[] = [];
  const ports: RemovalPorts = {
    async routeOf(tenantId) {
      asked.push(tenantId);
      return route;
    },
  };
  const outcome = await removeOwned(ports)(removal, found, async (id) => {
    removed.push(id);
  }).then(
    () => 'done',
    (error: Error) => error.name,
  );
  return { removed, outcome, asked };
};

describe('removeOwned', () => {
  it.each([
    ['nothing', [], []],
    ['what bears this owner', [own('a'), own('b')], ['a', 'b']],
    ['nothing of another owner', [others('a')], []],
    ['nothing without an owner', [unowned('a')], []],
    ['only its own of many', [others('a'), own('b'), unowned('c')], ['b']],
  ])('removes %s', async (_what, found, expected) => {
    expect(await remove(undefined, found)).toMatchObject({ removed: expected, outcome: 'done' });
  });

  it.each(['userPoolId', 'appClientId', 'apiKeyId', 'tableName'] as const)(
    'leaves the %s of a tenant in use',
    async (named) => {
      const { removed, outcome } = await remove(inUse, [own(inUse[named])]);

      expect({ removed, outcome }).toEqual({ removed: [], outcome: 'TenantInUse' });
    },
  );

  it('leaves what the route of a tenant in use names by its kind', async () => {
    const route = { ...inUse, resources: { queue: 'a queue' } };

    expect(await remove(route, [own('a queue')])).toMatchObject({
      removed: [],
      outcome: 'TenantInUse',
    });
  });

  it('removes of a tenant in use what its route does not name', async () => {
    expect(await remove(inUse, [own('a second one')])).toMatchObject({
      removed: ['a second one'],
      outcome: 'done',
    });
  });

  it.each([
    ['before', [own('a second one'), own(inUse.apiKeyId)]],
    ['after', [own(inUse.apiKeyId), own('a second one')]],
  ])('removes of a tenant in use what is listed %s what people use', async (_where, found) => {
    expect(await remove(inUse, found)).toMatchObject({
      removed: ['a second one'],
      outcome: 'TenantInUse',
    });
  });

  it('removes what the route of a tenant names that nobody uses', async () => {
    const route = aRoute(1);

    expect((await remove(route, [own(route.apiKeyId)])).removed).toEqual([route.apiKeyId]);
  });

  it('does not take what is another’s for something in use', async () => {
    expect((await remove(inUse, [others(inUse.apiKeyId)])).outcome).toBe('done');
  });

  it('asks for the route of the tenant', async () => {
    expect((await remove(undefined, [own('a')])).asked).toEqual([removal.tenantId]);
  });
});

describe('isInUse', () => {
  it.each([
    ['a tenant without a route', undefined, false],
    ['one whom nobody was told of', aRoute(1), false],
    ['one that has a first user', inUse, true],
  ])('judges %s', (_what, route, expected) => {
    expect(isInUse(route)).toBe(expected);
  });
});

describe('isProtected', () => {
  it.each([
    ['no tenant', undefined, false],
    ['one whose route is just written', aRoute(1), false],
    ['one that is announced', aRoute(1, { announced: true }), true],
    [
      'one whose first admin has failed',
      aRoute(1, { announced: true, givenUpFor: aUlid(7) }),
      false,
    ],
    ['one that people use', aRoute(1, { firstUserEventId: aUlid(5) }), true],
    [
      'one that people use, whatever has failed',
      aRoute(1, { announced: true, givenUpFor: aUlid(7), firstUserEventId: aUlid(5) }),
      true,
    ],
  ])('of %s', (_what, route, expected) => {
    expect(isProtected(route)).toBe(expected);
  });

  it('keeps what an announced tenant has, before its first user is noted', async () => {
    const announced = aRoute(1, { announced: true });

    const { removed, outcome } = await remove(announced, [own(announced.apiKeyId)]);

    expect(removed).toEqual([]);
    expect(outcome).toBe('TenantInUse');
  });
});
