import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import {
  expiryAttribute,
  registrationKey,
  signUpKey,
} from '../../../services/registration/registrationKeys.ts';
import { findIn } from '../../../services/registration/searchTable.ts';
import { Contradicted } from '../../../services/shared/errors.ts';
import { aRegistration, aRoute, aSignUp, aTenantId } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import {
  type EventName,
  eventsOf,
  projectedRegistrations,
  routeOf,
} from './projectedRegistrations.ts';
import { tableEnds } from './tableEnds.ts';

let engine: ProductEngine;
let projected: Awaited<ReturnType<typeof projectedRegistrations>>;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  projected = await projectedRegistrations(engine);
});
afterAll(() => engine.destroy());
beforeEach(async () => {
  projected.routes.clear();
  await tableEnds(engine, projected).empty();
});

const { registrationId, tenantId, tenantName, adminEmail } = aRegistration(1);
const contact = { phone: '+4930901820', address: 'Kurfürstendamm 1, Berlin' };

/** The tenant has signed up, by the form or by a partner, and has lived until it is to leave. */
const live = async (
  start: 'committed' | 'partner',
  names: readonly EventName[] = ['registered', 'provisioned', 'adminCreated', 'leaving'],
) => {
  if (start === 'committed') {
    await projected.commit(aRegistration(1, contact));
    await put({ ...signUpKey(registrationId), ...aSignUp(1, contact) });
  }
  projected.routes.set(tenantId, routeOf(1, names));
  await projected.deliver(1, names);
  projected.routes.clear();
};

const put = async ({ pk, ...rest }: { pk: string; [name: string]: unknown }) => {
  const names = Object.keys(rest);
  await engine.documents.send(
    new UpdateCommand({
      TableName: projected.tableName,
      Key: { pk },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, rest[name]])),
    }),
  );
};

const rows = async () => {
  const { Items = [] } = await engine.documents.send(
    new ScanCommand({ TableName: projected.tableName, ConsistentRead: true }),
  );
  return Items;
};

/** Whatever tells of a person: addresses of mail, numbers, streets. */
const PERSONAL = /@|\+49|\+1|Kurfürsten|"(phone|address|adminEmail)"/;

const offboard = () => projected.deliver(1, ['offboarded']);

describe('the registration of a tenant that has left', () => {
  it.each(['committed', 'partner'] as const)(
    'after a %s start comes to one and the same table, which tells of nobody, in whatever order its life is told again',
    async (start) => {
      await live(start);
      expect(JSON.stringify(await rows())).toMatch(PERSONAL);
      const told = ['registered', 'provisioned', 'adminCreated', 'leaving', 'offboarded'] as const;
      const events = eventsOf(1);

      const ends = await tableEnds(engine, projected).endsAfter(told.map((name) => events[name]));

      expect(ends).toHaveLength(1);
      expect(ends[0]).not.toMatch(PERSONAL);
      expect(ends[0]).toMatch(tenantName);
    },
  );

  it('forgets why it had failed before, whose words may name somebody', async () => {
    await live('committed', ['registered', 'failed', 'provisioned', 'adminFailed']);

    await offboard();
    await projected.deliver(1, ['failedAgain', 'adminFailed']);

    expect(await projected.view(1)).toEqual({ status: 'offboarded', nameIsHeld: false });
    expect(JSON.stringify(await rows())).not.toMatch(/failure/i);
  });

  it('is found by its name and ids, and by no address', async () => {
    await live('committed');
    const find = findIn(engine.documents, projected.tableName);
    expect(await find(adminEmail)).toHaveLength(1);

    await offboard();

    expect(await find(adminEmail)).toEqual([]);
    expect(await find(tenantName)).toMatchObject([{ registrationId }]);
    expect(await find(tenantId)).toMatchObject([{ registrationId }]);
  });

  it('keeps no sign-up of a rival either', async () => {
    const rival = eventsOf(1, { adminEmail: 'rival@other.example', tenantName: 'Rival' }).rival;
    await projected.deliver(1, ['registered']);
    await projected.handle(rival);

    await offboard();

    expect(JSON.stringify(await rows())).not.toMatch(PERSONAL);
  });

  it('gives its name back, to whoever asks next', async () => {
    await live('committed');
    await offboard();
    const next = aRegistration(2, { tenantName });

    expect(await projected.commit(next)).toEqual({ kind: 'committed' });

    await projected.deliver(1, ['registered', 'offboarded']);
    expect((await projected.byName(tenantName))?.registrationId).toBe(next.registrationId);
  });

  it('gives its name back to who asks before it is released', async () => {
    await live('committed');
    await put({ ...registrationKey(registrationId), offboarded: 26 });

    const committed = await projected.commit(aRegistration(2, { tenantName }));

    expect(committed).toEqual({ kind: 'committed' });
  });

  it('answers what was erased, each time with the same words and id', async () => {
    await live('committed');
    const before = projected.sent().length;

    await offboard();
    await offboard();

    const [first, second] = projected.sent().slice(before);
    expect(second).toEqual(first);
    expect(first).toMatchObject({
      Source: 'registration',
      DetailType: 'TenantDataErased',
      detail: {
        metadata: { tenantId, correlationId: registrationId, sequence: 27 },
        data: {
          tenantId,
          by: 'registration',
          items: [
            { kind: 'registrations', count: 1 },
            { kind: 'signUps', count: 1 },
          ],
          at: fixedNow().toISOString(),
        },
      },
    });
  });

  it.each([
    ['stands', () => routeOf(1, ['provisioned']), Contradicted.name],
    ['is just going', () => aRoute(1, { status: 'erasing' }), 'TransientError'],
  ])('is none of a tenant that %s: nothing changes', async (_what, route, name) => {
    await live('committed');
    projected.routes.set(tenantId, route());
    const before = await rows();

    await expect(offboard()).rejects.toMatchObject({ name });

    expect(await rows()).toEqual(before);
  });

  it('is none of another tenant: nothing changes', async () => {
    await live('committed');
    await put({ ...registrationKey(registrationId), tenantId: aTenantId(9) });
    const before = await rows();

    await expect(offboard()).rejects.toMatchObject({ name: 'Contradicted' });

    expect(await rows()).toEqual(before);
  });

  it('leaves what is of nobody else: only rows that expire may name it', async () => {
    await live('committed');

    await offboard();

    const left = (await rows()).filter((row) => row[expiryAttribute] === undefined);
    expect(left.map(({ pk }) => String(pk).split('#')[0])).toEqual(
      expect.arrayContaining(['registration', 'erasure', 'term']),
    );
    expect(left.map(({ pk }) => String(pk).split('#')[0])).not.toContain('signUp');
  });
});
