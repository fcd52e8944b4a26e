import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeTime } from 'ulid';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import {
  announceAllOn,
  announceOn,
  unpublishedIn,
} from '../../../services/registration/announce.ts';
import { commitRegistration } from '../../../services/registration/commitRegistration.ts';
import { registrationsIn } from '../../../services/registration/readRegistration.ts';
import { aRegistration } from '../../support/builders.ts';
import { fakeBus, refusing, tenantOf } from '../../support/fakeBus.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const noon = Date.UTC(2026, 0, 5, 12);

/** The n-th registration, made so many seconds after noon. */
const registeredAt = (n: number, second: number) =>
  aRegistration(n, {
    registrationId: `${encodeTime(noon + second * 1_000)}${String(n).padStart(16, '0')}`,
  });

const aTable = async () => {
  count += 1;
  const { documents } = engine;
  const tableName = await engine.table('registrations', `registrations-${count}`);
  const bus = fakeBus();
  return {
    bus,
    tableName,
    commit: commitRegistration({ documents, tableName, now: fixedNow }),
    announce: announceOn(bus.publishAll, documents, tableName),
    unpublished: unpublishedIn(documents, tableName),
    byId: registrationsIn(documents, tableName).byId,
  };
};

describe('unpublishedIn', () => {
  it('gives what is committed and not announced, oldest first', async () => {
    const table = await aTable();
    const [young, old] = [registeredAt(1, 30), registeredAt(2, 10)];
    await table.commit(young, undefined);
    await table.commit(old, undefined);

    expect(await table.unpublished(new Date(noon + 60_000))).toEqual([old, young]);
  });

  it('leaves out what is as young as the given time or younger', async () => {
    const table = await aTable();
    await table.commit(registeredAt(1, 10), undefined);

    expect(await table.unpublished(new Date(noon + 10_000))).toEqual([]);
  });

  it('leaves out what has been announced', async () => {
    const table = await aTable();
    const registration = registeredAt(1, 0);
    await table.commit(registration, undefined);

    await table.announce(registration);

    expect(await table.unpublished(new Date(noon + 60_000))).toEqual([]);
  });
});

describe('announceOn', () => {
  it('publishes the sign-up under the event id that was committed', async () => {
    const table = await aTable();
    const registration = aRegistration(1, { address: 'Hauptstr. 1' });
    await table.commit(registration, undefined);

    await table.announce(registration);

    const { registrationId, registeredEventId, registeredAt: at, ...signUp } = registration;
    expect(table.bus.sent.map((entry) => entry.detail)).toEqual([
      {
        metadata: {
          eventId: registeredEventId,
          version: '1.0',
          occurredAt: at,
          tenantId: registration.tenantId,
          sequence: 0,
          correlationId: registrationId,
          causationId: registrationId,
        },
        data: { registrationId, ...signUp },
      },
    ]);
  });

  it('takes those out of the outbox that are published, and leaves the others', async () => {
    const table = await aTable();
    const registrations = [1, 2, 3].map((n) => registeredAt(n, n));
    for (const registration of registrations) await table.commit(registration, undefined);
    const { tenantId } = registrations[1] ?? {};
    const { publishAll } = fakeBus(refusing(({ detail }) => tenantOf(detail) === tenantId));

    const announcing = announceAllOn(publishAll, engine.documents, table.tableName);
    const results = await announcing(registrations);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await table.unpublished(new Date(noon + 60_000))).toEqual([registrations[1]]);
  });

  it('changes nothing else of the registration', async () => {
    const table = await aTable();
    const registration = aRegistration(1);
    await table.commit(registration, undefined);

    await table.announce(registration);

    expect(await table.byId(registration.registrationId)).toEqual(registration);
  });

  it('leaves it in the outbox when the bus does not take it', async () => {
    const { tableName, ...table } = await aTable();
    const registration = registeredAt(1, 0);
    await table.commit(registration, undefined);
    const { publishAll } = fakeBus({ FailedEntryCount: 1, Entries: [] });

    const announcing = announceOn(publishAll, engine.documents, tableName)(registration);

    await expect(announcing).rejects.toMatchObject({ name: 'EventNotPublished' });
    expect(await table.unpublished(new Date(noon + 60_000))).toEqual([registration]);
  });
});
