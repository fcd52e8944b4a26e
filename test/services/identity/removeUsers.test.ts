import { describe, expect, it } from '@jest/globals';
import type { Member } from '../../../services/identity/member.ts';
import {
  type RemovalPorts,
  removeUsers,
  type UserRemoval,
} from '../../../services/identity/removeUsers.ts';
import { aMember, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';

const tenantId = aTenantId(1);
const email = 'user1@example.com';
const madeFor = aMember().madeFor;
const ofAnother = aMember(90, { tenantId: aTenantId(2) });

type User = Pick<Member, 'username' | 'tenantId' | 'email' | 'madeFor'>;

/** The removal of all users of the tenant as it was made. */
const removal: UserRemoval = {
  tenantId,
  email,
  isOwn: (other) => other === madeFor,
  isOver: async () => true,
};

/** Members, and the pooled users beside them. */
const setUp = (known: readonly Member[], users: readonly User[] = known) => {
  const pooled = new Map(users.map((user) => [user.username, user]));
  const { members, kept, forgotten } = fakeMembers(known);
  const cognito: RemovalPorts['cognito'] = {
    userOf: async (asked) =>
      [...pooled.values()].find(
        (user) => user.email === asked.email && user.tenantId === asked.tenantId,
      ),
    async deleteUser({ userPoolId, username }) {
      if (userPoolId === 'pooled') pooled.delete(username);
    },
  };
  const ports = { pooledUserPoolId: 'pooled', members, cognito };
  const left = () => ({ members: [...kept.keys()], users: [...pooled.keys()], forgotten });
  return { ports, left, run: () => removeUsers(ports)(removal) };
};

const nothing = { members: [], users: [], forgotten: [madeFor] };

describe('removeUsers', () => {
  it('removes all members, however many pages of them there are, and their users', async () => {
    const { run, left } = setUp(Array.from({ length: 125 }, (_, n) => aMember(n)));

    await run();

    expect(left()).toEqual(nothing);
  });

  it('removes an admin who is no member yet', async () => {
    const { run, left } = setUp([], [aMember(1)]);

    await run();

    expect(left()).toEqual(nothing);
  });

  it('leaves another tenant alone, even when it has the admin’s address', async () => {
    const theirs = { ...ofAnother, email };
    const { run, left } = setUp([theirs]);

    await run();

    const { username } = theirs;
    expect(left()).toEqual({ members: [username], users: [username], forgotten: [] });
  });

  it('looks for no address where none is known', async () => {
    const { ports, left } = setUp([], [aMember(1)]);

    await removeUsers(ports)({ ...removal, email: undefined });

    expect(left().users).toEqual([aUsername(1)]);
  });

  const earlier = aMember(3, { madeFor: aUlid(9) });

  it('removes only whom the tenant was made for', async () => {
    const { run, left } = setUp([aMember(1), earlier]);

    expect(await run()).toBe(true);

    const { username } = earlier;
    expect(left()).toEqual({ members: [username], users: [username], forgotten: [madeFor] });
  });

  it.each([
    ['of another incarnation', aUlid(9)],
    ['of whom nothing is known', undefined],
  ])('leaves the user of the admin’s address %s', async (_what, other) => {
    const { ports, left } = setUp([], [aMember(1)]);
    const userOf = async () => ({ username: aUsername(1), madeFor: other });

    await removeUsers({ ...ports, cognito: { ...ports.cognito, userOf } })(removal);

    expect(left()).toEqual({ members: [], users: [aUsername(1)], forgotten: [] });
  });

  it('removes nobody of a tenant that is not over', async () => {
    const { ports, left } = setUp([aMember(1)]);

    expect(await removeUsers(ports)({ ...removal, isOver: async () => false })).toBe(false);

    expect(left()).toEqual({ members: [aUsername(1)], users: [aUsername(1)], forgotten: [] });
  });

  it('asks whether the tenant is over when it knows whom to remove: others stay', async () => {
    const { ports, left } = setUp([aMember(1)]);
    const isOver = async () => {
      await ports.members.add(aMember(2));
      return true;
    };

    await removeUsers(ports)({ ...removal, isOver });

    expect(left().members).toEqual([aUsername(2)]);
  });

  it('goes on where it was cut off: a member is forgotten after its user', async () => {
    const { ports, run, left } = setUp([aMember(1), aMember(2)]);
    const deleteUser = () => Promise.reject(new Error('crash'));
    const cutOff = removeUsers({ ...ports, cognito: { ...ports.cognito, deleteUser } });
    await expect(cutOff(removal)).rejects.toThrow('crash');
    const members = left().members;

    await run();

    expect(members).toEqual([aUsername(1), aUsername(2)]);
    expect(left()).toEqual(nothing);
  });
});
