import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import {
  failUserCreation,
  reportUserCreationFailure,
  SpentInvocation,
} from '../../../services/identity/failUserCreation.ts';
import type { Standing } from '../../../services/shared/present.ts';
import { aTenantProvisioned, aUlid } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fixedNow } from '../../support/fakes.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

const detail = aTenantProvisioned();
const { tenantId } = detail.data;
const event = { id: 'envelope', detail };
const error = { name: 'InternalErrorException', message: 'no luck' };

let engine: ProductEngine;
beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

const setUp = async (standing: Standing = 'standing') => {
  const { members } = await memberships();
  const bus = fakeBus();
  const kept: [object, string][] = [];
  let calls = 0;
  const fail = failUserCreation({
    now: () => new Date(fixedNow().getTime() + 60_000 * calls++),
    standing: async () => standing,
    members,
    publish: bus.publish,
    async deadLetter(failed, reason) {
      kept.push([failed, reason]);
    },
  });
  return { fail, bus, kept, members };
};

describe('failUserCreation', () => {
  it('publishes UserCreationFailed, caused by TenantProvisioned', async () => {
    const { fail, bus } = await setUp();

    await fail(event, error);

    const { adminEmail: email } = detail.data;
    const { eventId: causationId, correlationId } = detail.metadata;
    expect(bus.sent).toMatchObject([
      {
        DetailType: 'UserCreationFailed',
        detail: {
          metadata: { tenantId, correlationId, causationId, occurredAt: fixedNow().toISOString() },
          data: { tenantId, email, role: 'TenantAdmin', error },
        },
      },
    ]);
  });

  it('keeps the event for an operator, and fails nobody, once a user was announced', async () => {
    const { fail, bus, kept, members } = await setUp();
    await members.decide(detail.metadata.eventId, { kind: 'announced' });

    await fail(event, error);

    expect(bus.sent).toEqual([]);
    expect(kept).toEqual([[event, 'InternalErrorException: no luck']]);
  });

  it('publishes it whatever an earlier incarnation of the tenant has come to', async () => {
    const { fail, bus, kept, members } = await setUp();
    await members.decide(aUlid(1), { kind: 'announced' });

    await fail(event, error);

    expect(bus.sent).toHaveLength(1);
    expect(kept).toEqual([]);
  });

  it('decides before it publishes: no user is announced after that', async () => {
    const { fail, members } = await setUp();

    await fail(event, error);

    const decided = await members.decide(detail.metadata.eventId, { kind: 'announced' });
    expect(decided).toMatchObject({ kind: 'failed', failure: { error } });
  });

  it.each<Standing>(['gone', 'madeAnew'])(
    'says nothing of a tenant that was rolled back and is %s',
    async (standing) => {
      const { fail, bus, kept } = await setUp(standing);

      await fail(event, error);

      expect(bus.sent).toEqual([]);
      expect(kept).toEqual([]);
    },
  );

  it('publishes the same event however often, late and for whatever reason it runs', async () => {
    const { fail, bus } = await setUp();

    await fail(event, error);
    await fail(event, { ...error, message: 'again' });

    const [first, second] = bus.sent;
    expect(second).toEqual(first);
  });
});

describe('reportUserCreationFailure', () => {
  const reported = async (responsePayload: unknown) => {
    const errors: { name: string; message: string }[] = [];
    const spent = SpentInvocation.parse({ requestPayload: event, responsePayload });
    await reportUserCreationFailure(async (_event, given) => {
      errors.push(given);
    })(spent);
    return errors;
  };

  it.each([
    ['what the function threw', { errorType: 'E', errorMessage: 'm' }, { name: 'E', message: 'm' }],
    [
      'a function that gave no reason',
      {},
      { name: 'Unknown', message: 'the function gave no reason' },
    ],
    ['no answer at all', null, { name: 'Unknown', message: 'the function gave no reason' }],
  ])('reports %s', async (_what, payload, expected) => {
    expect(await reported(payload)).toEqual([expected]);
  });
});
