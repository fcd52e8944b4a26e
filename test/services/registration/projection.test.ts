import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../local/services/dynamodb/dynamodb.ts';
import { aRegistration, aUlid } from '../../support/builders.ts';
import { deliveriesOf } from '../../support/orders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { type EventName, projectedRegistrations } from './projectedRegistrations.ts';

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
  await registrations.deliver(n, names);
  return registrations.view(n);
};

const adminFailure = { failure: expect.objectContaining({ failedStep: 'CreateTenantAdmin' }) };
const sagaFailure = { failure: expect.objectContaining({ failedStep: 'CreateApiKey' }) };

const histories: { events: EventName[]; outcome: object }[] = [
  { events: ['registered'], outcome: { status: 'provisioning', nameIsHeld: true } },
  {
    events: ['registered', 'provisioned', 'adminCreated'],
    outcome: { status: 'active', nameIsHeld: true },
  },
  {
    events: ['registered', 'failed'],
    outcome: { status: 'failed', nameIsHeld: false, ...sagaFailure },
  },
  {
    events: ['registered', 'provisioned', 'adminFailed'],
    outcome: { status: 'provisioned', nameIsHeld: true, ...adminFailure },
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

describe('projection', () => {
  it.each(cases)('comes to the same in any order: $title', async ({ start, events, outcome }) => {
    const deliveries = deliveriesOf(events);

    const outcomes = await Promise.all(deliveries.map((order) => outcomeOf(start, order)));

    const wrong = deliveries
      .map((order, index) => ({ order, outcome: outcomes[index] }))
      .filter((one) => !isOutcome(one.outcome, outcome));
    expect(wrong).toEqual([]);
  });

  it('tells every field of the failure', async () => {
    const view = await outcomeOf('committed', ['registered', 'failed']);

    expect(view).toEqual({
      status: 'failed',
      nameIsHeld: false,
      failure: {
        failedStep: 'CreateApiKey',
        error: { name: 'LimitExceededException', message: 'API key limit exceeded' },
        compensated: false,
        stuck: ['CreateIdentity'],
      },
    });
  });

  it.each(
    deliveriesOf<EventName>(['registered', 'provisioned', 'anothersFailure']).map((order) => ({
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

  it('gives a failed registration’s name to the next who asks', async () => {
    count += 2;
    const [first, second] = [count - 1, count];
    const { tenantName } = aRegistration(first);
    await registrations.commit(aRegistration(first));
    await registrations.deliver(first, ['registered', 'failed']);

    const committed = await registrations.commit(aRegistration(second, { tenantName }));
    await registrations.deliver(first, ['failed', 'registered']);

    expect(committed).toEqual({ kind: 'committed' });
    expect((await registrations.byName(tenantName))?.registrationId).toBe(aUlid(second));
  });

  it('does not take a name from its holder', async () => {
    count += 2;
    const [first, second] = [count - 1, count];
    const { tenantName } = aRegistration(second);
    await registrations.commit(aRegistration(first, { tenantName }));

    await registrations.deliver(second, ['registered', 'provisioned', 'failed']);

    expect((await registrations.byName(tenantName))?.registrationId).toBe(aUlid(first));
  });
});

const isOutcome = (actual: object | undefined, outcome: object): boolean => {
  try {
    expect(actual).toEqual(outcome);
    return true;
  } catch {
    return false;
  }
};
