import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { Registration, statusOf } from '../../../services/registration/registration.ts';
import { aRegistration } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import {
  ANNOUNCED_AT,
  type EventName,
  eventsOf,
  type OnTheBus,
  projectedRegistrations,
  routeOf,
  standsAfter,
} from './projectedRegistrations.ts';
import { Items, tableEnds } from './tableEnds.ts';

let engine: ProductEngine;
let projected: Awaited<ReturnType<typeof projectedRegistrations>>;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  projected = await projectedRegistrations(engine);
});
afterAll(() => engine.destroy());

/** What every order of these events comes to. */
const endsAfter = async (start: 'committed' | 'partner', events: readonly OnTheBus[]) => {
  const table = tableEnds(engine, projected);
  await table.empty();
  if (start === 'committed') await projected.commit(aRegistration(1));
  return table.endsAfter(events);
};

/** Whether the first tenant has its route while all is delivered: later than any of it happened. */
const stand = (names: readonly EventName[]): void => {
  projected.routes.clear();
  if (standsAfter(names)) projected.routes.set(aRegistration(1).tenantId, routeOf(1, names));
};

const registrationIn = (end: string, n = 1): Registration | undefined => {
  const { registrationId } = aRegistration(n);
  const row = Items.parse(JSON.parse(end)).find(
    ({ pk }) => pk === `registration#${registrationId}`,
  );
  return row && Registration.parse(row);
};

const statusIn = (end: string, n = 1): string | undefined => {
  const registration = registrationIn(end, n);
  return registration && statusOf(registration);
};

const holdersIn = (end: string): unknown[] =>
  Items.parse(JSON.parse(end))
    .filter(({ pk }) => pk.startsWith('name#'))
    .map((row) => row['registrationId']);

type History = { events: EventName[]; status: string };

const histories: History[] = [
  { events: ['registered', 'provisioned', 'adminCreated'], status: 'active' },
  { events: ['registered', 'failed'], status: 'failed' },
  { events: ['registered', 'failed', 'failedAgain'], status: 'failed' },
  { events: ['registered', 'refused'], status: 'failed' },
  { events: ['registered', 'anothersRefusal', 'provisioned', 'adminCreated'], status: 'active' },
  { events: ['registered', 'failed', 'provisioned', 'adminCreated'], status: 'active' },
  { events: ['registered', 'provisioned', 'adminFailed'], status: 'provisioned' },
  { events: ['registered', 'provisioned', 'adminFailed', 'failedAgain'], status: 'failed' },
  { events: ['provisioned', 'adminCreated', 'deactivated'], status: 'suspended' },
  { events: ['provisioned', 'adminCreated', 'deactivated', 'activated'], status: 'active' },
  {
    events: ['provisioned', 'adminCreated', 'deactivated', 'activated', 'deactivatedAgain'],
    status: 'suspended',
  },
  { events: ['provisioned', 'adminCreated', 'leaving'], status: 'leaving' },
  { events: ['provisioned', 'adminCreated', 'leaving', 'staying'], status: 'active' },
  {
    events: ['provisioned', 'adminCreated', 'leaving', 'staying', 'leavingAgain'],
    status: 'leaving',
  },
  { events: ['registered', 'offboarded'], status: 'offboarded' },
  { events: ['registered', 'failed', 'provisioned', 'offboarded'], status: 'offboarded' },
  { events: ['registered', 'refused', 'offboarded'], status: 'offboarded' },
];

const cases = histories.flatMap((history) =>
  (['committed', 'partner'] as const).map((start) => ({
    ...history,
    start,
    title: `${history.events.join(', ')} after a ${start} start`,
  })),
);

describe('projection of every order, each event one to three times', () => {
  it.each(cases)('leaves one and the same table: $title', async ({ start, events, status }) => {
    const all = eventsOf(1);
    stand(events);

    const ends = await endsAfter(
      start,
      events.map((name) => all[name]),
    );

    expect(ends).toHaveLength(1);
    expect(statusIn(ends[0] ?? '[]')).toBe(status);
    expect(holdersIn(ends[0] ?? '[]')).toEqual(
      ['failed', 'offboarded'].includes(status) ? [] : [aRegistration(1).registrationId],
    );
  });

  it('leaves the name with the one of two registrations that was provisioned', async () => {
    stand(['provisioned']);
    const winner = eventsOf(1);
    const loser = eventsOf(2, { tenantName: aRegistration(1).tenantName });

    const ends = await endsAfter('partner', [
      winner.registered,
      winner.provisioned,
      loser.registered,
      loser.failed,
    ]);

    expect(ends).toHaveLength(1);
    expect([1, 2].map((n) => statusIn(ends[0] ?? '[]', n))).toEqual(['provisioned', 'failed']);
    expect(holdersIn(ends[0] ?? '[]')).toEqual([aRegistration(1).registrationId]);
  });

  it.each([
    { events: ['rival', 'registered', 'failed'], status: 'failed' },
    { events: ['rival', 'registered', 'refused'], status: 'failed' },
    { events: ['rival', 'registered', 'provisioned'], status: 'provisioned' },
  ] satisfies History[])(
    'remembers what the admitted one of two has said: $events',
    async ({ events, status }) => {
      stand(events);
      const all = { ...eventsOf(1), rival: eventsOf(1, { tenantName: 'Another' }).rival };

      const ends = await endsAfter(
        'partner',
        events.map((name) => all[name]),
      );

      const { tenantName, adminEmail, tier, registeredEventId } = aRegistration(1);
      const said = { tenantName, adminEmail, tier, registeredEventId, registeredAt: ANNOUNCED_AT };
      for (const end of ends) {
        expect(statusIn(end)).toBe(status);
        expect(registrationIn(end)).toMatchObject(said);
      }
    },
  );
});
