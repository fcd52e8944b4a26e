import { describe, expect, it } from '@jest/globals';
import { enrol } from '../../../services/identity/enrol.ts';
import type { UserRemoval } from '../../../services/identity/removeUsers.ts';
import { aMember, aRoute, aUlid, aUsername } from '../../support/builders.ts';
import type { fakeBus } from '../../support/fakeBus.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';
import { creation, origin, setUp, user } from './enrolling.ts';

const member = aMember(1, { role: 'TenantUser' });

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
          metadata: { tenantId, correlationId: aUlid(1), causationId: user.madeFor },
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

  it('announces a user of the tenant made anew under another id', async () => {
    const { run, bus, ports } = setUp();
    const madeFor = aUlid(3);
    const latestRoute = async () => aRoute(1, { provisionedEventId: madeFor });

    await run(user, origin());
    await enrol({ ...ports, latestRoute })({ ...user, madeFor }, origin({ isFirst: true }));

    expect(new Set(eventIdsOf(bus)).size).toBe(2);
  });

  const anew = aRoute(1, { provisionedEventId: aUlid(3) });

  it.each([
    ['is gone', false, undefined],
    ['is gone', true, undefined],
    ['was made anew', false, anew],
    ['was made anew', true, anew],
  ])(
    'takes the user back, and tells nobody, when the tenant %s (isFirst: %s)',
    async (_what, isFirst, route) => {
      const removed: UserRemoval[] = [];
      const { run, bus } = setUp([], {
        latestRoute: async () => route,
        async removeUsers(removal) {
          removed.push(removal);
          return true;
        },
      });

      const enrolled = await run(user, origin({ isFirst }));

      const { tenantId, email } = user;
      expect(enrolled).toEqual({ kind: 'tenantGone' });
      expect(removed).toMatchObject([{ tenantId, email }]);
      expect([user.madeFor, aUlid(3)].map((each) => removed[0]?.isOwn(each))).toEqual([
        true,
        false,
      ]);
      expect(await removed[0]?.isOver()).toBe(true);
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

    await run(user, origin({ isFirst: true }));

    expect(seen).toEqual([1]);
  });

  it('does nothing when the address is another tenant’s', async () => {
    const { run, bus, kept } = setUp([], { createUser: async () => ({ kind: 'emailTaken' }) });

    const enrolled = await run(user, origin());

    expect(enrolled).toEqual({ kind: 'emailTaken' });
    expect(bus.sent).toEqual([]);
    expect(kept.size).toBe(0);
  });

  const before = aUlid(2_000);

  it('forgets who was made for the tenant before it was made anew, and was never told', async () => {
    const earlier = aMember(2, { announced: false, madeFor: before });
    const { run, kept, forgotten } = setUp([earlier]);

    await run(user, origin({ isFirst: true }));

    expect([...kept.keys()]).toEqual([creation.username]);
    expect(forgotten).toEqual([before]);
  });

  it.each([
    ['was told', aMember(2, { madeFor: before }), true],
    ['is of the tenant as it stands', aMember(2, { announced: false }), true],
    ['another user comes before', aMember(2, { announced: false, madeFor: before }), false],
  ])('leaves a member who %s', async (_what, other, isFirst) => {
    const { run, kept, forgotten } = setUp([other]);

    await run(user, origin({ isFirst }));

    expect([...kept.keys()]).toEqual([other.username, creation.username]);
    expect(forgotten).toEqual([]);
  });
});
