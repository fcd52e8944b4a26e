import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { TenantProvisioned } from '../../../events/schemas/provisioning.ts';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import {
  aRegistration,
  aRegistrationRefused,
  aTenantProvisioningFailed,
  aUlid,
  aUserCreationFailed,
} from '../../support/builders.ts';
import { roundsOf } from '../../support/orders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import {
  ANNOUNCED_AT,
  type EventName,
  eventsOf,
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
  if (standsAfter(names)) registrations.routes.set(aRegistration(n).tenantId, routeOf(n, names));
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

const { reason: name, message } = aRegistrationRefused({ reason: 'TenantIdInUse' }).data;
const refusal = {
  failedStep: 'Admission',
  error: { name, message },
  compensated: true,
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
    events: ['registered', 'refused'],
    outcome: { status: 'failed', nameIsHeld: false, failure: refusal },
  },
  {
    events: ['registered', 'anothersRefusal', 'provisioned'],
    outcome: { status: 'provisioned', nameIsHeld: true },
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

  it.each<EventName>(['anothersFailure', 'failedAgain'])(
    'takes %s for contradicted by a tenant that stands, and keeps it out',
    async (name) => {
      await outcomeOf('committed', ['registered', 'provisioned']);

      const failing = registrations.deliver(count, [name]);

      await expect(failing).rejects.toMatchObject({ name: 'Contradicted' });
      expect(await registrations.view(count)).toEqual({ status: 'provisioned', nameIsHeld: true });
    },
  );

  it('takes the refusal of a registration for contradicted whose tenant stands', async () => {
    await outcomeOf('committed', ['registered', 'provisioned']);

    const refusing = registrations.deliver(count, ['refused']);

    await expect(refusing).rejects.toMatchObject({ name: 'Contradicted' });
    expect(await registrations.view(count)).toEqual({ status: 'provisioned', nameIsHeld: true });
  });

  it('records a refusal because of a tenant that stands for another registration', async () => {
    count += 1;
    const { tenantId } = aRegistration(count);
    registrations.routes.set(tenantId, { ...routeOf(count), writtenFor: aUlid(999_999) });

    await registrations.deliver(count, ['registered', 'refused']);

    expect((await registrations.view(count)).status).toBe('failed');
  });

  it.each<EventName>(['provisioned', 'adminCreated', 'adminFailed'])(
    'does not record %s of a tenant that was rolled back',
    async (name) => {
      await outcomeOf('committed', ['registered', 'failedAgain']);
      const before = await registrations.byId(aUlid(count));

      await registrations.deliver(count, [name]);

      expect(before).toMatchObject({ failed: expect.any(Number) });
      expect(await registrations.byId(aUlid(count))).toEqual(before);
      expect((await registrations.view(count)).nameIsHeld).toBe(false);
    },
  );

  it('takes what it recorded while the tenant stood for past once it has failed', async () => {
    await outcomeOf('committed', ['registered', 'provisioned', 'adminFailed']);
    registrations.routes.delete(aRegistration(count).tenantId);

    await registrations.deliver(count, ['failedAgain', 'provisioned', 'adminFailed']);

    expect(await registrations.view(count)).toMatchObject({ status: 'failed', nameIsHeld: false });
  });

  it('takes a TenantProvisioned for contradicted that the route does not bear out', async () => {
    await outcomeOf('committed', ['registered']);
    const { tenantId } = aRegistration(count);
    registrations.routes.set(tenantId, { ...routeOf(count), appClientId: 'another' });

    const provisioning = registrations.deliver(count, ['provisioned']);

    await expect(provisioning).rejects.toMatchObject({ name: 'Contradicted' });
    expect(await registrations.view(count)).toEqual({ status: 'provisioning', nameIsHeld: true });
  });

  it('records a tier and a deployment that it does not know', async () => {
    count += 1;
    const { registrationId, tenantId } = aRegistration(count);
    const { registered, provisioned } = eventsOf(count);
    const unknown = { tier: 'unheard', deployment: 'cell' };
    registrations.routes.set(tenantId, { ...routeOf(count), ...unknown });
    for (const [event, { type, detail }] of [
      [TenantRegistered, registered],
      [TenantProvisioned, provisioned],
    ] as const) {
      const { metadata, data } = event.detail.parse(detail);
      await registrations.handle({ type, detail: { metadata, data: { ...data, ...unknown } } });
    }

    expect(await registrations.view(count)).toEqual({ status: 'provisioned', nameIsHeld: true });
    expect(await registrations.byId(registrationId)).toMatchObject(unknown);
  });

  it('takes a TenantProvisioned of another Region for contradicted', async () => {
    await outcomeOf('committed', ['registered']);
    registrations.routes.set(aRegistration(count).tenantId, routeOf(count));
    const { type, detail } = eventsOf(count).provisioned;
    const { metadata, data } = TenantProvisioned.detail.parse(detail);

    const provisioning = registrations.handle({
      type,
      detail: { metadata, data: { ...data, region: 'eu-north-1' } },
    });

    await expect(provisioning).rejects.toMatchObject({ name: 'Contradicted' });
    expect(await registrations.view(count)).toEqual({ status: 'provisioning', nameIsHeld: true });
  });

  it('takes the TenantRegistered that has an outcome for the one that was admitted', async () => {
    const view = await outcomeOf('partner', ['registered', 'rival', 'anothersFailure']);

    expect(view).toMatchObject({ status: 'failed', nameIsHeld: false });
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
