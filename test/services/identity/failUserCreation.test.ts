import { describe, expect, it } from '@jest/globals';
import {
  failUserCreation,
  reportUserCreationFailure,
  SpentInvocation,
} from '../../../services/identity/failUserCreation.ts';
import type { Member } from '../../../services/identity/member.ts';
import type { Standing } from '../../../services/identity/standing.ts';
import { aMember, aTenantProvisioned } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';
import { fixedNow } from '../../support/fakes.ts';

const detail = aTenantProvisioned();
const { tenantId } = detail.data;
const event = { id: 'envelope', detail };
const error = { name: 'InternalErrorException', message: 'no luck' };

const setUp = (standing: Standing = 'standing', known: readonly Member[] = []) => {
  const bus = fakeBus();
  const kept: [object, string][] = [];
  let calls = 0;
  const fail = failUserCreation({
    now: () => new Date(fixedNow().getTime() + 60_000 * calls++),
    standing: async () => standing,
    members: fakeMembers(known).members,
    publish: bus.publish,
    async deadLetter(failed, reason) {
      kept.push([failed, reason]);
    },
  });
  return { fail, bus, kept };
};

describe('failUserCreation', () => {
  it('publishes UserCreationFailed, caused by TenantProvisioned', async () => {
    const { fail, bus } = setUp();

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

  it('publishes it for a tenant whose admin was made but never announced', async () => {
    const { fail, bus, kept } = setUp('standing', [aMember(1, { tenantId, announced: false })]);

    await fail(event, error);

    expect(bus.sent).toHaveLength(1);
    expect(kept).toEqual([]);
  });

  it('keeps the event for an operator, and fails nobody, when the tenant is in use', async () => {
    const many = Array.from({ length: 61 }, (_, n) =>
      aMember(n, { tenantId, announced: n === 60 }),
    );
    const { fail, bus, kept } = setUp('standing', many);

    await fail(event, error);

    expect(bus.sent).toEqual([]);
    expect(kept).toEqual([[event, 'InternalErrorException: no luck']]);
  });

  it.each<Standing>(['gone', 'madeAnew'])(
    'says nothing of a tenant that was rolled back and is %s',
    async (standing) => {
      const { fail, bus, kept } = setUp(standing);

      await fail(event, error);

      expect(bus.sent).toEqual([]);
      expect(kept).toEqual([]);
    },
  );

  it('publishes the same event however often, late and for whatever reason it runs', async () => {
    const { fail, bus } = setUp();

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
