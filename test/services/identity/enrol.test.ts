import { describe, expect, it } from '@jest/globals';
import type { Creation, NewUser } from '../../../services/identity/cognitoUsers.ts';
import { type EnrolPorts, enrol, type Origin } from '../../../services/identity/enrol.ts';
import type { Member } from '../../../services/identity/member.ts';
import { aMember, aRoute, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';
import { fixedNow } from '../../support/fakes.ts';

const user: NewUser = {
  userPoolId: 'us-east-1_pooled',
  tenantId: aTenantId(1),
  email: 'user1@example.com',
  role: 'TenantUser',
};

const origin = (more: Partial<Origin> = {}): Origin => ({
  correlationId: aUlid(1),
  causationId: aUlid(2),
  causedAt: new Date('2026-01-05T09:29:00.000Z'),
  isFirst: false,
  ...more,
});

const creation: Creation = {
  kind: 'created',
  username: aUsername(1),
  createdAt: fixedNow(),
  role: 'TenantUser',
};

const member = aMember(1, { role: 'TenantUser' });

const setUp = (known: Member[] = [], more: Partial<EnrolPorts> = {}) => {
  const bus = fakeBus();
  const { members, kept } = fakeMembers(known);
  const ports: EnrolPorts = {
    createUser: async () => creation,
    members,
    publish: bus.publish,
    latestRoute: async () => aRoute(1),
    removeUsers: async () => {},
    ...more,
  };
  return { ports, run: enrol(ports), bus, kept };
};

const eventIdsOf = ({ sent }: ReturnType<typeof fakeBus>): unknown[] =>
  sent.map(({ detail }) => Object(detail['metadata']).eventId);

describe('enrol', () => {
  it('makes a member and marks it announced', async () => {
    const { run, kept } = setUp();

    await run(user, origin());

    expect([...kept.values()]).toEqual([member]);
  });

  it('publishes UserCreated with its cause and correlation', async () => {
    const { run, bus } = setUp();

    await run(user, origin());

    const { tenantId, email, role } = user;
    expect(bus.sent).toMatchObject([
      {
        DetailType: 'UserCreated',
        detail: {
          metadata: { tenantId, correlationId: aUlid(1), causationId: aUlid(2) },
          data: { tenantId, userId: aUsername(1), email, role },
        },
      },
    ]);
  });

  it('says that the user is enrolled', async () => {
    expect((await setUp().run(user, origin())).kind).toBe('enrolled');
  });

  it('publishes under the same id after a crash before it could mark the user announced', async () => {
    const { ports, run, bus, kept } = setUp();
    const markAnnounced = () => Promise.reject(new Error('crash'));
    const crashing = enrol({ ...ports, members: { ...ports.members, markAnnounced } });
    await expect(crashing(user, origin())).rejects.toThrow('crash');

    const enrolled = await run(user, origin());

    const [first, second] = eventIdsOf(bus);
    expect(second).toBe(first);
    expect(enrolled.kind).toBe('enrolled');
    expect([...kept.values()]).toEqual([member]);
  });

  it('publishes after a crash before it could publish', async () => {
    const { ports, run, bus } = setUp();
    const publish = () => Promise.reject(new Error('crash'));
    await expect(enrol({ ...ports, publish })(user, origin())).rejects.toThrow('crash');

    await run(user, origin());

    expect(bus.sent).toHaveLength(1);
  });

  it('gives the member the role that an earlier try gave the user in Cognito', async () => {
    const createUser = async () => ({ ...creation, role: 'TenantAdmin' }) as const;
    const { run, kept } = setUp([], { createUser });

    await run(user, origin());

    expect(kept.get(aUsername(1))?.role).toBe('TenantAdmin');
  });

  it('leaves a user who was announced before alone', async () => {
    const { run, bus, kept } = setUp([member]);

    const enrolled = await run(user, origin());

    expect(enrolled).toEqual({ kind: 'known', member });
    expect(bus.sent).toEqual([]);
    expect([...kept.values()]).toEqual([member]);
  });

  it('announces a known user again when it is told to, as it is now', async () => {
    const now = aMember(1, { enabled: false });
    const { run, bus, kept } = setUp([now]);

    const enrolled = await run(user, origin({ isFirst: true }));

    expect(enrolled).toEqual({ kind: 'enrolled', member: now });
    expect(bus.sent).toMatchObject([{ detail: { data: { role: 'TenantAdmin' } } }]);
    expect([...kept.values()]).toEqual([now]);
  });

  it('announces a user for another cause under another id', async () => {
    const { run, bus } = setUp();

    await run(user, origin());
    await run(user, origin({ isFirst: true, causationId: aUlid(3) }));

    expect(new Set(eventIdsOf(bus)).size).toBe(2);
  });

  it.each([false, true])(
    'takes the user back, and tells nobody, when the tenant is gone (isFirst: %s)',
    async (isFirst) => {
      const removed: object[] = [];
      const { run, bus } = setUp([], {
        latestRoute: async () => undefined,
        async removeUsers(tenant) {
          removed.push(tenant);
        },
      });

      const enrolled = await run(user, origin({ isFirst }));

      const { tenantId, email } = user;
      expect(enrolled).toEqual({ kind: 'tenantGone' });
      expect(removed).toMatchObject([{ tenantId, email }]);
      expect(bus.sent).toEqual([]);
    },
  );

  it('looks whether the tenant is there only when the user can be found', async () => {
    const seen: number[] = [];
    const { members, kept } = fakeMembers();
    const latestRoute = async () => {
      seen.push(kept.size);
      return aRoute(1);
    };
    const { run } = setUp([], { members, latestRoute });

    await run(user, origin());

    expect(seen).toEqual([1]);
  });

  it('does nothing when the address is another tenant’s', async () => {
    const { run, bus, kept } = setUp([], { createUser: async () => ({ kind: 'emailTaken' }) });

    const enrolled = await run(user, origin());

    expect(enrolled).toEqual({ kind: 'emailTaken' });
    expect(bus.sent).toEqual([]);
    expect(kept.size).toBe(0);
  });

  it('forgets who was made for the first admin’s tenant before, and was never told', async () => {
    const earlier = aMember(2, { announced: false });
    const { run, kept } = setUp([earlier]);

    await run(user, origin({ isFirst: true }));

    expect([...kept.keys()]).toEqual([creation.username]);
  });

  it('leaves the others alone once one of them was told', async () => {
    const others = [aMember(2), aMember(3, { announced: false })];
    const { run, kept } = setUp(others);

    await run(user, origin({ isFirst: true }));

    expect([...kept.keys()]).toEqual([...others.map((one) => one.username), creation.username]);
  });
});
