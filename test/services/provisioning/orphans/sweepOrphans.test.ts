import { describe, expect, it } from '@jest/globals';
import type {
  NamedResource,
  OwnedClaim,
  OwnedRoute,
  SweepPorts,
} from '../../../../services/provisioning/orphans/orphans.ts';
import {
  SweepRequest,
  sweepOrphans,
} from '../../../../services/provisioning/orphans/sweepOrphans.ts';
import type { Execution } from '../../../../services/provisioning/saga/sagaView.ts';
import { anExecution, aTenantId, aUlid } from '../../../support/builders.ts';
import { fakeBus } from '../../../support/fakeBus.ts';
import { fixedNow } from '../../../support/fakes.ts';

const tenantId = aTenantId(1);
const owner = aUlid(1_001);
const LONG_AGO = new Date('2026-01-05T08:29:00.000Z');
const JUST_NOW = new Date('2026-01-05T08:31:00.000Z');

const aKey = (id: string): NamedResource => ({ kind: 'apiKey', name: 'key', id, tenantId });

const route: OwnedRoute = {
  tenantId,
  userPoolId: 'pool',
  appClientId: 'client',
  apiKeyId: 'routed',
  tableName: 'pooled',
  writtenFor: owner,
};

type World = {
  keys?: Map<string, Date | undefined>;
  routes?: OwnedRoute[];
  claims?: OwnedClaim[];
  runs?: Execution[];
  refusing?: string;
};

/** The sweep of a world that may change meanwhile; `removed` says what it has removed. */
const sweepOf = ({ keys = new Map(), routes = [], claims = [], runs = [], refusing }: World) => {
  const bus = fakeBus();
  const removed: string[] = [];
  const measured: [string, number][] = [];
  let ulids = 0;
  const ports: SweepPorts = {
    listings: [
      {
        async *list() {
          for (const id of keys.keys()) yield aKey(id);
        },
        madeAt: async ({ id }) => keys.get(id),
        async remove({ id }) {
          if (id === refusing) throw new Error('refused');
          removed.push(id);
        },
      },
    ],
    ownership: {
      routes: async () => [...routes],
      routeOf: async (id) => routes.find((each) => each.tenantId === id),
      claims: async () => claims,
      claimantOf: async (id) => claims.find(({ pk }) => pk === `tenant#${id}`)?.claimedBy,
      async removeRoute(id) {
        removed.push(id);
      },
      async removeClaim(pk) {
        removed.push(pk);
      },
    },
    runsOf: async (eventId) => runs.filter(({ name }) => name.startsWith(eventId)),
    publish: bus.publish,
    measure: (metric, value) => measured.push([metric, value]),
    newUlid() {
      ulids += 1;
      return aUlid(ulids);
    },
    now: fixedNow,
  };
  return { sweep: sweepOrphans(ports), ports, removed, measured, bus };
};

const remove = SweepRequest.parse({ remove: true });
const look = SweepRequest.parse({ 'detail-type': 'Scheduled Event' });

const ended = (stoppedAt: Date | undefined, status = 'FAILED') =>
  anExecution(1, { name: owner, status, stoppedAt });

const claims = [
  { pk: `tenant#${tenantId}`, claimedBy: owner },
  { pk: 'name#tenant 1', claimedBy: owner },
];

describe('sweepOrphans', () => {
  it('only tells of orphans to whoever does not ask for more', async () => {
    const { sweep, removed, measured, bus } = sweepOf({ keys: new Map([['k', LONG_AGO]]) });

    expect(await sweep(look)).toEqual({ found: [aKey('k')], removed: 0, complete: true });
    expect(removed).toEqual([]);
    expect(measured).toEqual([['Orphans', 1]]);
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
    expect(measured).toEqual([['Orphans', 0]]);
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
    ['is claimed by an owner with a route', { claims, routes: [route], runs: [ended(LONG_AGO)] }],
    ['is a route whose run succeeded', { routes: [route], runs: [ended(LONG_AGO, 'SUCCEEDED')] }],
    ['is a route whose runs are forgotten', { routes: [route] }],
  ])('leaves alone what %s', async (_, world) => {
    const { sweep, removed } = sweepOf(world);

    expect(await sweep(remove)).toEqual({ found: [], removed: 0, complete: true });
    expect(removed).toEqual([]);
  });

  it('gives back the claims of an owner that has failed', async () => {
    const { sweep, removed } = sweepOf({ claims, runs: [ended(LONG_AGO)] });

    await sweep(remove);

    expect(removed).toEqual([`tenant#${tenantId}`, 'name#tenant 1']);
  });

  it('removes a route that was written after its owner had failed', async () => {
    const { sweep, removed } = sweepOf({ routes: [route], runs: [ended(LONG_AGO)] });

    await sweep(remove);

    expect(removed).toEqual([tenantId]);
  });

  it('looks again right before it removes', async () => {
    const routes: OwnedRoute[] = [];
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
    expect(measured).toEqual([['Orphans', 1]]);
    expect(bus.sent.map(({ detail }) => detail['data'])).toMatchObject([
      { removed: false, resources: [{ id: 'stays' }] },
      { removed: true, resources: [{ id: 'goes' }] },
    ]);
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
      listing.madeAt = async () => LONG_AGO;
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
});
