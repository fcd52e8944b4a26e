import { describe, expect, it } from '@jest/globals';
import type { Member } from '../../../services/identity/member.ts';
import { type RemovalPorts, removeUsers } from '../../../services/identity/removeUsers.ts';
import { aMember, aTenantId, aUsername } from '../../support/builders.ts';
import { fakeMembers } from '../../support/fakeMembers.ts';

const tenantId = aTenantId(1);
const email = 'user1@example.com';
const ofAnother = aMember(90, { tenantId: aTenantId(2) });

type User = Pick<Member, 'username' | 'tenantId' | 'email'>;

/** Members, and the pooled users beside them. */
const setUp = (known: readonly Member[], users: readonly User[] = known) => {
  const pooled = new Map(users.map((user) => [user.username, user]));
  const { members, kept, forgotten } = fakeMembers(known);
  const cognito: RemovalPorts['cognito'] = {
    usernameOf: async (asked) =>
      [...pooled.values()].find(
        (user) => user.email === asked.email && user.tenantId === asked.tenantId,
      )?.username,
    async deleteUser({ userPoolId, username }) {
      if (userPoolId === 'pooled') pooled.delete(username);
    },
  };
  const ports = { pooledUserPoolId: 'pooled', members, cognito };
  const left = () => ({ members: [...kept.keys()], users: [...pooled.keys()], forgotten });
  return { ports, left, run: () => removeUsers(ports)({ tenantId, email }) };
};

const nothing = { members: [], users: [], forgotten: [tenantId] };

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
    expect(left()).toEqual({ members: [username], users: [username], forgotten: [tenantId] });
  });

  it('looks for no address where none is known', async () => {
    const { ports, left } = setUp([], [aMember(1)]);

    await removeUsers(ports)({ tenantId, email: undefined });

    expect(left().users).toEqual([aUsername(1)]);
  });

  it('goes on where it was cut off: a member is forgotten after its user', async () => {
    const { ports, run, left } = setUp([aMember(1), aMember(2)]);
    const deleteUser = () => Promise.reject(new Error('crash'));
    const cutOff = removeUsers({ ...ports, cognito: { ...ports.cognito, deleteUser } });
    await expect(cutOff({ tenantId, email })).rejects.toThrow('crash');
    const members = left().members;

    await run();

    expect(members).toEqual([aUsername(1), aUsername(2)]);
    expect(left()).toEqual(nothing);
  });
});
