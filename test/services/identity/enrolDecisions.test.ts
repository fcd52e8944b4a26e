import { describe, expect, it } from '@jest/globals';
import type { NewUser, Place } from '../../../services/identity/cognitoUsers.ts';
import type { EnrolPorts } from '../../../services/identity/enrol.ts';
import type { Decision, Member } from '../../../services/identity/member.ts';
import type { UserRemoval } from '../../../services/identity/removeUsers.ts';
import { aMember, aUlid, aUsername } from '../../support/builders.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';
import { fixedNow } from '../../support/fakes.ts';
import { creation, origin, setUp, user } from './enrolling.ts';

describe('enrol, when a user is left from before the tenant was made anew', () => {
  const username = aUsername(8);

  /** Cognito, which has the leftover user until it is deleted. */
  const withLeftover = (known: Member[] = []) => {
    let isThere = true;
    const deleted: Place[] = [];
    const more: Partial<EnrolPorts> = {
      createUser: async () => (isThere ? { kind: 'leftOver', username } : creation),
      async deleteUser(place) {
        deleted.push(place);
        isThere = false;
      },
    };
    return { ...setUp(known, more), deleted };
  };

  it.each([
    ['whom no member row tells of', []],
    ['whom nobody was told of', [aMember(8, { announced: false, madeFor: aUlid(2_000) })]],
  ])('replaces one %s', async (_what, known) => {
    const { run, deleted, kept, bus } = withLeftover(known);

    const enrolled = await run(user, origin({ isFirst: true }));

    expect(enrolled.kind).toBe('enrolled');
    expect(deleted).toEqual([{ userPoolId: user.userPoolId, username }]);
    expect([...kept.keys()]).toEqual([creation.username]);
    expect(bus.sent).toHaveLength(1);
  });

  it('leaves one who was told: its address is taken', async () => {
    const known = aMember(8, { madeFor: aUlid(2_000) });
    const { run, deleted, bus } = withLeftover([known]);

    expect(await run(user, origin())).toEqual({ kind: 'emailTaken' });
    expect(deleted).toEqual([]);
    expect(bus.sent).toEqual([]);
  });
});

describe('enrol, against the failure of the first admin', () => {
  const failed: Decision = {
    kind: 'failed',
    failure: { occurredAt: fixedNow().toISOString(), error: { name: 'E', message: 'm' } },
  };

  it.each([true, false])('makes nobody once that is decided (isFirst: %s)', async (isFirst) => {
    const created: NewUser[] = [];
    const { members } = fakeMembers();
    const { run, bus } = setUp([], {
      members,
      async createUser(asked) {
        created.push(asked);
        return creation;
      },
    });
    await members.decide(user.madeFor, failed);

    expect(await run(user, origin({ isFirst }))).toEqual({ kind: 'tenantGone' });
    expect(created).toEqual([]);
    expect(bus.sent).toEqual([]);
  });

  it('makes nobody but the first admin until that one is announced', async () => {
    const { members } = fakeMembers();
    const { run, bus } = setUp([], { members });

    expect(await run(user, origin())).toEqual({ kind: 'notYet' });
    expect(bus.sent).toEqual([]);
    expect((await run(user, origin({ isFirst: true }))).kind).toBe('enrolled');
    expect((await run(user, origin())).kind).toBe('known');
  });

  it('takes the user back when that is decided while it is made', async () => {
    const removed: UserRemoval[] = [];
    const { members } = fakeMembers();
    const { run, bus } = setUp([], {
      members,
      async createUser() {
        await members.decide(user.madeFor, failed);
        return creation;
      },
      async removeUsers(removal) {
        removed.push(removal);
        return true;
      },
    });

    expect(await run(user, origin({ isFirst: true }))).toEqual({ kind: 'tenantGone' });
    expect(removed).toMatchObject([{ tenantId: user.tenantId, email: user.email }]);
    expect(bus.sent).toEqual([]);
  });

  it('has decided for the user before anybody is told of it', async () => {
    const { members } = fakeMembers();
    const publish = () => Promise.reject(new Error('crash'));
    const { run } = setUp([], { members, publish });

    await expect(run(user, origin({ isFirst: true }))).rejects.toThrow('crash');

    expect(await members.decide(user.madeFor, failed)).toEqual({ kind: 'announced' });
  });

  it('is not held up by the failure of an earlier incarnation', async () => {
    const { run, ports } = setUp();
    await ports.members.decide(aUlid(2_000), failed);

    expect((await run(user, origin())).kind).toBe('enrolled');
  });
});
