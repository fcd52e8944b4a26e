import {
  madeOf,
  type NamedResource,
  type OwnedClaim,
  type SweepPorts,
} from '../../../../services/provisioning/orphans/orphans.ts';
import { sweepOrphans } from '../../../../services/provisioning/orphans/sweepOrphans.ts';
import type { Execution } from '../../../../services/provisioning/saga/sagaView.ts';
import { StandingRoute } from '../../../../services/shared/route.ts';
import { aRoute, aTenantId, aUlid } from '../../../support/builders.ts';
import { fakeBus } from '../../../support/fakeBus.ts';
import { fixedNow } from '../../../support/fakes.ts';

export const tenantId = aTenantId(1);
export const owner = aUlid(1_001);
export const LONG_AGO = new Date('2026-01-05T08:29:00.000Z');

export const aKey = (id: string): NamedResource => ({ kind: 'apiKey', name: 'key', id, tenantId });

export const route = StandingRoute.parse(
  aRoute(1, {
    tenantId,
    userPoolId: 'pool',
    appClientId: 'client',
    apiKeyId: 'routed',
    tableName: 'pooled',
    writtenFor: owner,
  }),
);

export type World = {
  /** When each key was made. */
  keys?: Map<string, Date | undefined>;
  /** Whom the keys are for. */
  bears?: string | undefined;
  routes?: StandingRoute[];
  claims?: OwnedClaim[];
  runs?: Execution[];
  refusing?: string;
  /** The keys in usage plans; all that there is when it is left out. */
  planned?: ReadonlySet<string>;
};

/** The sweep of a world that may change meanwhile; `removed` says what it has removed. */
export const sweepOf = ({
  keys = new Map(),
  routes = [],
  claims = [],
  runs = [],
  ...world
}: World) => {
  const bears = 'bears' in world ? world.bears : owner;
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
        made: async ({ id }) => madeOf(keys.get(id), bears),
        async remove({ id }) {
          if (id === world.refusing) throw new Error('refused');
          removed.push(id);
        },
      },
    ],
    plannedKeys: {
      all: async () => world.planned ?? new Set(routes.map(({ apiKeyId }) => apiKeyId)),
      has: async (apiKeyId) => world.planned?.has(apiKeyId) ?? true,
    },
    quotaUse: async () => ({ AppClients: 3, UserPools: 2, ApiKeys: 4, Tables: 1 }),
    routes: {
      all: async () => [...routes],
      routeOf: async (id) => routes.find((each) => each.tenantId === id),
      async remove(id) {
        removed.push(id);
      },
    },
    claims: {
      all: async () => claims,
      claimantOf: async (id) => claims.find(({ pk }) => pk === `tenant#${id}`)?.claimedBy,
      async remove(pk) {
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
