import { describe, expect, it } from '@jest/globals';
import {
  type Creation,
  createTenantAdmin,
  type NewUser,
} from '../../../services/identity/createTenantAdmin.ts';
import type { FailedEvent } from '../../../services/identity/failUserCreation.ts';
import { aTenantProvisioned } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';

const event = aTenantProvisioned();
const { metadata, data } = event;
const provisionedAt = Date.parse(metadata.occurredAt);

const createdAfter = (milliseconds: number): Creation => ({
  kind: 'created',
  userId: 'sub-1',
  createdAt: new Date(provisionedAt + milliseconds),
});

const setUp = (creation: Creation) => {
  const bus = fakeBus();
  const asked: NewUser[] = [];
  const failures: { event: FailedEvent; error: { name: string } }[] = [];
  const run = createTenantAdmin({
    publish: bus.publish,
    async createUser(user) {
      asked.push(user);
      return creation;
    },
    async fail(failed, error) {
      failures.push({ event: failed, error });
    },
  });
  return { run: () => run(event, { id: 'envelope' }), bus, asked, failures };
};

describe('createTenantAdmin', () => {
  it('creates the admin of the sign-up in the tenant’s pool', async () => {
    const { run, asked } = setUp(createdAfter(2_000));

    await run();

    const { userPoolId, tenantId, adminEmail } = data;
    expect(asked).toEqual([{ userPoolId, tenantId, email: adminEmail, role: 'TenantAdmin' }]);
  });

  it('publishes UserCreated, caused by TenantProvisioned', async () => {
    const { run, bus } = setUp(createdAfter(2_000));

    await run();

    expect(bus.sent).toMatchObject([
      {
        DetailType: 'UserCreated',
        detail: {
          metadata: {
            occurredAt: new Date(provisionedAt + 2_000).toISOString(),
            tenantId: data.tenantId,
            correlationId: metadata.correlationId,
            causationId: metadata.eventId,
          },
          data: {
            tenantId: data.tenantId,
            userId: 'sub-1',
            email: data.adminEmail,
            role: 'TenantAdmin',
          },
        },
      },
    ]);
  });

  it('publishes the same event when it runs again', async () => {
    const { run, bus } = setUp(createdAfter(2_000));

    await run();
    await run();

    expect(bus.sent[1]).toEqual(bus.sent[0]);
  });

  it.each([
    ['a clock behind the saga’s', -500],
    ['the same millisecond', 0],
    ['an earlier try, long ago', -86_400_000],
  ])('publishes an event later than its cause for a user of %s', async (_what, after) => {
    const { run, bus } = setUp(createdAfter(after));

    await run();

    const { eventId } = Object(bus.sent[0]?.detail['metadata']);
    expect(eventId > metadata.eventId).toBe(true);
  });

  it('fails at once when the address is taken, and publishes nothing', async () => {
    const { run, bus, failures } = setUp({ kind: 'emailTaken' });

    await run();

    expect(failures).toEqual([
      {
        event: { id: 'envelope', detail: event },
        error: expect.objectContaining({ name: 'EmailTaken' }),
      },
    ]);
    expect(bus.sent).toEqual([]);
  });
});
