import { describe, expect, it } from '@jest/globals';
import { failUserCreation } from '../../../services/identity/failUserCreation.ts';
import {
  reportUserCreationFailure,
  SpentInvocation,
} from '../../../services/identity/reportUserCreationFailure.ts';
import { aTenantProvisioned } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fixedNow } from '../../support/fakes.ts';

const detail = aTenantProvisioned();
const event = { id: 'envelope', detail };
const error = { name: 'InternalErrorException', message: 'no luck' };

const setUp = () => {
  const bus = fakeBus();
  const kept: [object, string][] = [];
  const fail = failUserCreation({
    now: fixedNow,
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

    const { tenantId, adminEmail: email } = detail.data;
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

  it('keeps the event with its reason for an operator to redrive', async () => {
    const { fail, kept } = setUp();

    await fail(event, error);

    expect(kept).toEqual([[event, 'InternalErrorException: no luck']]);
  });

  it('publishes under the same id however often it runs', async () => {
    const { fail, bus } = setUp();

    await fail(event, error);
    await fail(event, { ...error, message: 'again' });

    const ids = bus.sent.map((sent) => Object(sent.detail['metadata']).eventId);
    expect(new Set(ids).size).toBe(1);
  });

  it('publishes nothing that it could not keep: the retry does both', async () => {
    const bus = fakeBus();
    const deadLetter = () => Promise.reject(new Error('no queue'));

    const failing = failUserCreation({ now: fixedNow, publish: bus.publish, deadLetter })(
      event,
      error,
    );

    await expect(failing).rejects.toThrow('no queue');
    expect(bus.sent).toEqual([]);
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
