import { describe, expect, it } from '@jest/globals';
import { SweepRequest } from '../../../../services/provisioning/orphans/sweepOrphans.ts';
import type { StandingRoute } from '../../../../services/shared/route.ts';
import { anExecution, aUlid } from '../../../support/builders.ts';
import { aKey, LONG_AGO, owner, route, sweepOf, tenantId, type World } from './sweeping.ts';

const JUST_NOW = new Date('2026-01-05T08:31:00.000Z');

const remove = SweepRequest.parse({ remove: true });
const look = SweepRequest.parse({ 'detail-type': 'Scheduled Event' });

const ended = (stoppedAt: Date | undefined, status = 'FAILED') => {
  const isRolledBack = status === 'FAILED';
  const ending = isRolledBack ? {} : { error: undefined, cause: undefined };
  return anExecution(1, { name: owner, status, stoppedAt, ...ending });
};

/** A run of another owner than the one who has claimed the tenant. */
const anothers = (stoppedAt: Date | undefined, status: string) => ({
  ...ended(stoppedAt, status),
  name: aUlid(99),
});

const claims = [
  { pk: `tenant#${tenantId}`, claimedBy: owner },
  { pk: `registration#${aUlid(1)}`, claimedBy: owner },
  { pk: 'name#tenant 1', claimedBy: owner },
];

const inUse = { ...route, firstUserEventId: aUlid(5) };

describe('sweepOrphans', () => {
  it('only tells of orphans to whoever does not ask for more', async () => {
    const { sweep, removed, measured, bus } = sweepOf({ keys: new Map([['k', LONG_AGO]]) });

    expect(await sweep(look)).toEqual({
      found: [aKey('k')],
      removed: 0,
      detached: [],
      complete: true,
    });
    expect(removed).toEqual([]);
    expect(measured).toContainEqual(['Orphans', 1]);
    expect(bus.sent).toMatchObject([
      { DetailType: 'OrphansFound', detail: { metadata: { tenantId }, data: { removed: false } } },
    ]);
  });

  it('removes a second key of a live tenant and keeps the one of its route', async () => {
    const keys = new Map([
      ['routed', LONG_AGO],
      ['late', LONG_AGO],
    ]);
    const runs = [ended(LONG_AGO, 'SUCCEEDED')];
    const { sweep, removed, measured } = sweepOf({ keys, routes: [route], claims, runs });

    await sweep(remove);

    expect(removed).toEqual(['late']);
    expect(measured).toContainEqual(['Orphans', 0]);
  });

  it.each<[string, World]>([
    ['is young', { keys: new Map([['k', JUST_NOW]]) }],
    ['is gone or somebody else’s', { keys: new Map([['k', undefined]]) }],
    [
      'belongs to a tenant whose saga is running',
      { keys: new Map([['k', LONG_AGO]]), claims, runs: [ended(undefined, 'RUNNING')] },
    ],
    [
      'belongs to a tenant whose saga has just ended',
      { keys: new Map([['k', LONG_AGO]]), claims, runs: [ended(JUST_NOW)] },
    ],
    [
      'is claimed by an owner whose run is running',
      { claims, runs: [ended(undefined, 'RUNNING')] },
    ],
    [
      'is claimed by an owner with a route',
      { claims, routes: [route], runs: [ended(LONG_AGO, 'SUCCEEDED')] },
    ],
    ['is a route whose run succeeded', { routes: [route], runs: [ended(LONG_AGO, 'SUCCEEDED')] }],
    ['is a route whose runs are forgotten', { routes: [route] }],
    ['is a route of a tenant in use', { routes: [inUse], runs: [ended(LONG_AGO)] }],
    [
      'bears an owner whose saga is running, though another has the tenant',
      {
        keys: new Map([['k', LONG_AGO]]),
        bears: aUlid(99),
        claims: claims.slice(0, 1),
        runs: [ended(LONG_AGO), anothers(undefined, 'RUNNING')],
      },
    ],
  ])('leaves alone what %s', async (_, world) => {
    const { sweep, removed } = sweepOf(world);

    expect(await sweep(remove)).toEqual({
      found: [],
      removed: 0,
      detached: [],
      complete: true,
    });
    expect(removed).toEqual([]);
  });

  it('gives back the name of an owner that has failed, and never the tenant’s id', async () => {
    const { sweep, removed } = sweepOf({ claims, runs: [ended(LONG_AGO)] });

    await sweep(remove);

    expect(removed).toEqual(['name#tenant 1']);
  });

  it('removes a route that was written after its owner had failed', async () => {
    const { sweep, removed } = sweepOf({ routes: [route], runs: [ended(LONG_AGO)] });

    await sweep(remove);

    expect(removed).toEqual([tenantId]);
  });

  it('looks again right before it removes', async () => {
    const routes: StandingRoute[] = [];
    const keys = new Map([
      ['first', LONG_AGO],
      ['routed', LONG_AGO],
    ]);
    const world = sweepOf({ keys, routes });
    const [listing] = world.ports.listings;
    const removeFirst = listing?.remove;
    if (listing && removeFirst) {
      listing.remove = async (resource) => {
        routes.push(route);
        await removeFirst(resource);
      };
    }

    expect(await world.sweep(remove)).toMatchObject({ removed: 1 });
    expect(world.removed).toEqual(['first']);
  });

  it('goes on when one cannot be removed, tells what is left, and then throws', async () => {
    const keys = new Map([
      ['stays', LONG_AGO],
      ['goes', LONG_AGO],
    ]);
    const { sweep, removed, measured, bus } = sweepOf({ keys, refusing: 'stays' });

    await expect(sweep(remove)).rejects.toThrow('1 orphans are left');
    expect(removed).toEqual(['goes']);
    expect(measured).toContainEqual(['Orphans', 1]);
    expect(bus.sent.map(({ detail }) => detail['data'])).toMatchObject([
      { removed: false, resources: [{ id: 'stays' }] },
      { removed: true, resources: [{ id: 'goes' }] },
    ]);
  });

  it('tells of what bears no owner, and does not remove it', async () => {
    const keys = new Map([['k', LONG_AGO]]);
    const { sweep, removed, measured, bus } = sweepOf({ keys, bears: undefined });

    await expect(sweep(remove)).rejects.toThrow('1 orphans are left');
    expect(removed).toEqual([]);
    expect(measured).toContainEqual(['Orphans', 1]);
    expect(bus.sent).toMatchObject([{ detail: { data: { removed: false } } }]);
  });

  it('removes what another owner left of a tenant in use', async () => {
    const keys = new Map([
      ['routed', LONG_AGO],
      ['left', LONG_AGO],
    ]);
    const runs = [ended(LONG_AGO, 'SUCCEEDED'), anothers(LONG_AGO, 'FAILED')];
    const world = { keys, bears: aUlid(99), routes: [inUse], claims, runs };
    const { sweep, removed } = sweepOf(world);

    await sweep(remove);

    expect(removed).toEqual(['left']);
  });

  it.each([
    ['before', ['userPool', 'appClient']],
    ['after', ['appClient', 'userPool']],
  ] as const)('removes app clients before a pool that was found %s them', async (_, kinds) => {
    const { ports, sweep, removed } = sweepOf({});
    const [listing] = ports.listings;
    if (listing) {
      listing.list = async function* () {
        for (const kind of kinds) yield { kind, name: kind, id: kind, tenantId };
      };
      listing.made = async () => ({ at: LONG_AGO, owner });
    }

    await sweep(remove);

    expect(removed).toEqual(['appClient', 'userPool']);
  });

  it('finds two hundred at a time, and says that there may be more', async () => {
    const keys = new Map(Array.from({ length: 201 }, (_, n) => [`k${n}`, LONG_AGO]));
    const { sweep } = sweepOf({ keys });

    const { found, complete } = await sweep(look);

    expect(found).toHaveLength(200);
    expect(complete).toBe(false);
  });

  it('measures how much there is of what AWS limits, however much else it finds', async () => {
    const keys = new Map(Array.from({ length: 201 }, (_, n) => [`k${n}`, LONG_AGO]));
    const { sweep, measured } = sweepOf({ keys });

    await sweep(look);

    expect(measured.slice(-4)).toEqual([
      ['AppClients', 3],
      ['UserPools', 2],
      ['ApiKeys', 4],
      ['Tables', 1],
    ]);
  });

  it('audit 1: tells of a route whose key is in no plan, and removes nothing for it', async () => {
    const runs = [ended(LONG_AGO, 'SUCCEEDED')];
    const world = { routes: [inUse], claims, runs, planned: new Set<string>() };
    const { sweep, removed, measured } = sweepOf(world);

    expect(await sweep(remove)).toMatchObject({ detached: [{ tenantId, apiKeyId: 'routed' }] });
    expect(measured).toContainEqual(['DetachedKeys', 1]);
    expect(removed).toEqual([]);
  });
});
