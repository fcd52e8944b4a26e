import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { createTenantAdmin } from '../../../services/identity/createTenantAdmin.ts';
import type { Enrolled, NewMember, Origin } from '../../../services/identity/enrol.ts';
import type { FailedEvent } from '../../../services/identity/failUserCreation.ts';
import type { Standing } from '../../../services/shared/present.ts';
import { aMember, aRoute, aTenantProvisioned } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { enrollingOn } from './enrolling.ts';

const event = aTenantProvisioned();
const { metadata, data } = event;
const provisionedAt = Date.parse(metadata.occurredAt);

const setUp = (
  enrolled: Enrolled | Error = { kind: 'enrolled', member: aMember() },
  standing: Standing = 'standing',
) => {
  const asked: [NewMember, Origin][] = [];
  const failures: { event: FailedEvent; error: { name: string } }[] = [];
  const postponed: { event: FailedEvent; reason: string }[] = [];
  const run = createTenantAdmin({
    standing: async () => standing,
    async enrol(user, origin) {
      asked.push([user, origin]);
      if (enrolled instanceof Error) throw enrolled;
      return enrolled;
    },
    async fail(failed, error) {
      failures.push({ event: failed, error });
    },
    async postpone(event, reason) {
      postponed.push({ event, reason });
    },
  });
  return { run: () => run(event, { id: 'envelope' }), asked, failures, postponed };
};

describe('createTenantAdmin', () => {
  it('enrols the admin of the sign-up in the tenant’s pool', async () => {
    const { run, asked } = setUp();

    await run();

    const { userPoolId, tenantId, tenantName, adminEmail: email } = data;
    expect(asked.map(([user]) => user)).toEqual([
      { userPoolId, tenantId, tenantName, madeFor: metadata.eventId, email, role: 'TenantAdmin' },
    ]);
  });

  it('enrols the first admin, who is announced again if need be', async () => {
    const { run, asked } = setUp();

    await run();

    const { correlationId } = metadata;
    expect(asked.map(([, origin]) => origin)).toEqual([
      { correlationId, causedAt: new Date(provisionedAt), isFirst: true },
    ]);
  });

  it.each<Enrolled>([
    { kind: 'enrolled', member: aMember() },
    { kind: 'known', member: aMember() },
    { kind: 'madeBefore' },
  ])('fails nobody when the answer is $kind', async (enrolled) => {
    const { run, failures } = setUp(enrolled);

    await run();

    expect(failures).toEqual([]);
  });

  it('has the failure told that was decided before: its event may not have gone out', async () => {
    const { run, failures } = setUp({ kind: 'tenantGone' });

    await run();

    expect(failures).toEqual([
      {
        event: { id: 'envelope', detail: event },
        error: expect.objectContaining({ name: 'TenantGivenUp' }),
      },
    ]);
  });

  it.each<Standing>(['gone', 'madeAnew'])(
    'makes nobody for a tenant that was rolled back and is %s',
    async (standing) => {
      const { run, asked, failures } = setUp({ kind: 'addressRefused', message: 'no' }, standing);

      await run();

      expect(asked).toEqual([]);
      expect(failures).toEqual([]);
    },
  );

  it('fails at once, and says why, when Cognito takes no such address', async () => {
    const { run, failures } = setUp({ kind: 'addressRefused', message: 'Invalid address.' });

    await run();

    expect(failures).toEqual([
      {
        event: { id: 'envelope', detail: event },
        error: { name: 'AddressRefused', message: 'Invalid address.' },
      },
    ]);
  });

  it.each([
    ['the last mail of the day was sent', 'LimitExceededException', 'Exceeded daily email limit'],
    ['no mail can be delivered', 'CodeDeliveryFailureException', 'Email address is not verified'],
  ])('audit 2: lets the tenant wait, and fails nobody, when %s', async (_what, name, message) => {
    const { run, failures, postponed } = setUp(Object.assign(new Error(message), { name }));

    await run();

    expect(postponed).toEqual([{ event: { id: 'envelope', detail: event }, reason: message }]);
    expect(failures).toEqual([]);
  });

  it('throws anything else, which is tried again', async () => {
    const { run, failures, postponed } = setUp(new Error('no answer'));

    await expect(run()).rejects.toThrow('no answer');
    expect([...failures, ...postponed]).toEqual([]);
  });
});

describe('createTenantAdmin with enrol', () => {
  let engine: ProductEngine;
  beforeAll(async () => {
    engine = await productEngine([dynamodb]);
  });
  afterAll(() => engine.destroy());
  const enrolling = enrollingOn(() => engine);

  /** The events of two runs, of which the first came so long after the tenant was ready. */
  const eventsOf = async (after: number) => {
    const enrolled = await enrolling([], {
      now: () => new Date(provisionedAt + after),
      latestRoute: async () => aRoute(1, { provisionedEventId: metadata.eventId }),
    });
    const run = createTenantAdmin({
      enrol: enrolled.run,
      standing: async () => 'standing',
      fail: () => Promise.reject(new Error('failed')),
      postpone: () => Promise.reject(new Error('postponed')),
    });
    await run(event, {});
    enrolled.ports.now = () => new Date(provisionedAt + 99_000);
    await run(event, {});
    return { sent: enrolled.bus.sent, userId: enrolled.cognito.usernames()[0] };
  };

  it('publishes UserCreated, caused by TenantProvisioned', async () => {
    const {
      sent: [first],
      userId,
    } = await eventsOf(2_000);

    const { tenantId, adminEmail: email } = data;
    const { correlationId, eventId: causationId } = metadata;
    const occurredAt = new Date(provisionedAt + 2_000).toISOString();
    expect(first).toMatchObject({
      DetailType: 'UserCreated',
      detail: {
        metadata: { occurredAt, tenantId, correlationId, causationId },
        data: { tenantId, userId, email, role: 'TenantAdmin' },
      },
    });
  });

  it('publishes the same event when it runs again', async () => {
    const [first, second] = (await eventsOf(2_000)).sent;

    expect(second).toEqual(first);
    expect(second?.DetailType).toBe('UserCreated');
  });

  it.each([
    ['a clock behind the saga’s', -500],
    ['the same millisecond', 0],
    ['an earlier try, long ago', -86_400_000],
  ])('publishes an event later than its cause for a user of %s', async (_what, after) => {
    const [first] = (await eventsOf(after)).sent;

    const { eventId } = Object(first?.detail['metadata']);
    expect(eventId > metadata.eventId).toBe(true);
  });
});
