import { describe, expect, it } from '@jest/globals';
import type { NewUser } from '../../../services/identity/cognitoUsers.ts';
import { createTenantAdmin } from '../../../services/identity/createTenantAdmin.ts';
import { type Enrolled, enrol, type Origin } from '../../../services/identity/enrol.ts';
import type { FailedEvent } from '../../../services/identity/failUserCreation.ts';
import type { Standing } from '../../../services/shared/present.ts';
import { aMember, aRoute, aTenantProvisioned } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';

const event = aTenantProvisioned();
const { metadata, data } = event;
const provisionedAt = Date.parse(metadata.occurredAt);

const setUp = (
  enrolled: Enrolled = { kind: 'enrolled', member: aMember() },
  standing: Standing = 'standing',
) => {
  const asked: [NewUser, Origin][] = [];
  const failures: { event: FailedEvent; error: { name: string } }[] = [];
  const run = createTenantAdmin({
    standing: async () => standing,
    async enrol(user, origin) {
      asked.push([user, origin]);
      return enrolled;
    },
    async fail(failed, error) {
      failures.push({ event: failed, error });
    },
  });
  return { run: () => run(event, { id: 'envelope' }), asked, failures };
};

describe('createTenantAdmin', () => {
  it('enrols the admin of the sign-up in the tenant’s pool', async () => {
    const { run, asked } = setUp();

    await run();

    const { userPoolId, tenantId, adminEmail: email } = data;
    expect(asked.map(([user]) => user)).toEqual([
      { userPoolId, tenantId, madeFor: metadata.eventId, email, role: 'TenantAdmin' },
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
    { kind: 'tenantGone' },
  ])('fails nobody when the answer is $kind', async (enrolled) => {
    const { run, failures } = setUp(enrolled);

    await run();

    expect(failures).toEqual([]);
  });

  it.each<Standing>(['gone', 'madeAnew'])(
    'makes nobody for a tenant that was rolled back and is %s',
    async (standing) => {
      const { run, asked, failures } = setUp({ kind: 'emailTaken' }, standing);

      await run();

      expect(asked).toEqual([]);
      expect(failures).toEqual([]);
    },
  );

  it('fails at once when the address is taken', async () => {
    const { run, failures } = setUp({ kind: 'emailTaken' });

    await run();

    expect(failures).toEqual([
      {
        event: { id: 'envelope', detail: event },
        error: expect.objectContaining({ name: 'EmailTaken' }),
      },
    ]);
  });
});

describe('createTenantAdmin with enrol', () => {
  /** The events of two runs, for a user that Cognito made so long after the tenant was ready. */
  const eventsOf = async (after: number) => {
    const bus = fakeBus();
    const createdAt = new Date(provisionedAt + after);
    const run = createTenantAdmin({
      enrol: enrol({
        createUser: async ({ role }) => ({ kind: 'created', username: 'sub-1', createdAt, role }),
        members: fakeMembers().members,
        publish: bus.publish,
        deleteUser: async () => {},
        latestRoute: async () => aRoute(1, { provisionedEventId: metadata.eventId }),
        removeUsers: async () => true,
      }),
      standing: async () => 'standing',
      fail: () => Promise.reject(new Error('failed')),
    });
    await run(event, {});
    await run(event, {});
    return bus.sent;
  };

  it('publishes UserCreated, caused by TenantProvisioned', async () => {
    const [first] = await eventsOf(2_000);

    const { tenantId, adminEmail: email } = data;
    const { correlationId, eventId: causationId } = metadata;
    const occurredAt = new Date(provisionedAt + 2_000).toISOString();
    expect(first).toMatchObject({
      DetailType: 'UserCreated',
      detail: {
        metadata: { occurredAt, tenantId, correlationId, causationId },
        data: { tenantId, userId: 'sub-1', email, role: 'TenantAdmin' },
      },
    });
  });

  it('publishes the same event when it runs again', async () => {
    const [first, second] = await eventsOf(2_000);

    expect(second).toEqual(first);
    expect(second?.DetailType).toBe('UserCreated');
  });

  it.each([
    ['a clock behind the saga’s', -500],
    ['the same millisecond', 0],
    ['an earlier try, long ago', -86_400_000],
  ])('publishes an event later than its cause for a user of %s', async (_what, after) => {
    const [first] = await eventsOf(after);

    const { eventId } = Object(first?.detail['metadata']);
    expect(eventId > metadata.eventId).toBe(true);
  });
});
