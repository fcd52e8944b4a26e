import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import {
  aRegistration,
  aTenantProvisioningFailed,
  aUlid,
  aUserCreationFailed,
} from '../../support/builders.ts';
import { roundsOf } from '../../support/orders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import {
  ANNOUNCED_AT,
  type EventName,
  projectedRegistrations,
  routeOf,
  standsAfter,
} from './projectedRegistrations.ts';

let engine: ProductEngine;
let registrations: Awaited<ReturnType<typeof projectedRegistrations>>;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  registrations = await projectedRegistrations(engine);
});
afterAll(() => engine.destroy());

/** Delivers one registration's events in this order, and gives what they come to. */
const outcomeOf = async (start: 'committed' | 'partner', names: readonly EventName[]) => {
  count += 1;
  const n = count;
  if (start === 'committed') await registrations.commit(aRegistration(n));
  if (standsAfter(names)) registrations.routes.set(aRegistration(n).tenantId, routeOf(n));
  await registrations.deliver(n, names);
  return registrations.view(n);
};

const { failedStep, error, compensated, stuck } = aTenantProvisioningFailed().data;
const sagaFailure = { failedStep, error, compensated, stuck };
const adminFailure = {
  failedStep: 'CreateTenantAdmin',
  error: aUserCreationFailed().data.error,
  compensated: false,
  stuck: [],
};

const histories: { events: EventName[]; outcome: object }[] = [
  { events: ['registered'], outcome: { status: 'provisioning', nameIsHeld: true } },
  {
    events: ['registered', 'provisioned', 'adminCreated'],
    outcome: { status: 'active', nameIsHeld: true },
  },
  {
    events: ['registered', 'failed'],
    outcome: { status: 'failed', nameIsHeld: false, failure: sagaFailure },
  },
  {
    events: ['registered', 'provisioned', 'adminFailed'],
    outcome: { status: 'provisioned', nameIsHeld: true, failure: adminFailure },
  },
  {
    events: ['registered', 'failed', 'failedAgain'],
    outcome: {
      status: 'failed',
      nameIsHeld: false,
      failure: { ...sagaFailure, failedStep: 'WriteRoute' },
    },
  },
  {
    events: ['registered', 'failed', 'provisioned'],
    outcome: { status: 'provisioned', nameIsHeld: true },
  },
];

const cases = histories.flatMap(({ events, outcome }) =>
  (['committed', 'partner'] as const).map((start) => ({
    start,
    events,
    outcome,
    title: `${events.join(', ')} after a ${start} start`,
  })),
);

/** The deliveries after which the outcome is another than this one. */
const wrongOnes = async (
  { start, outcome }: (typeof cases)[number],
  deliveries: readonly EventName[][],
) => {
  const outcomes = await Promise.all(
    deliveries.map(async (order) => ({ order, outcome: await outcomeOf(start, order) })),
  );
  return outcomes.filter((one) => !isDeepStrictEqual(one.outcome, outcome));
};

describe('projection', () => {
  it.each(cases)('comes to the same in any order: $title', async (history) => {
    expect(await wrongOnes(history, roundsOf(history.events))).toEqual([]);
  });

  it.each(
    roundsOf<EventName>(['registered', 'provisioned', 'anothersFailure']).map((order) => ({
      order,
    })),
  )('keeps out the failure of another TenantRegistered: $order', async ({ order }) => {
    const view = await outcomeOf('committed', order);

    expect(view).toEqual({ status: 'provisioned', nameIsHeld: true });
  });

  it('keeps out a failure of another TenantRegistered than the partner’s', async () => {
    const view = await outcomeOf('partner', ['registered', 'anothersFailure']);

    expect(view).toEqual({ status: 'provisioning', nameIsHeld: true });
  });

  it.each<EventName>(['userCreated', 'userFailed'])(
    'does not take %s of a user for one of the admin',
    async (name) => {
      const view = await outcomeOf('committed', ['registered', 'provisioned', name]);

      expect(view).toEqual({ status: 'provisioned', nameIsHeld: true });
    },
  );

  it.each([
    ['committed', aRegistration().registeredAt],
    ['partner', ANNOUNCED_AT],
  ] as const)('keeps what it heard first after a %s start', async (start, registeredAt) => {
    await outcomeOf(start, ['registered', 'provisioned']);

    expect((await registrations.byId(aUlid(count)))?.registeredAt).toBe(registeredAt);
  });
});
