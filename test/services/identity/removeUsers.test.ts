import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../services/identity/member.ts';
import { adminsKey } from '../../../services/identity/memberKeys.ts';
import {
  type RemovalPorts,
  removeUsers,
  type UserRemoval,
} from '../../../services/identity/removeUsers.ts';
import { itemOf } from '../../../services/shared/documents.ts';
import { aJoining, aMember, aTenantId, aUlid } from '../../support/builders.ts';
import { fakeCognito } from '../../support/fakeCognito.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

const ada = aMember(1);
const { tenantId, madeFor, userPoolId, email } = ada;
/** The same person as a member of another tenant. */
const elsewhere = aMember(1, { tenantId: aTenantId(2), membershipId: aUlid(9) });

/** The removal of all members of the tenant as it was made. */
const removal: UserRemoval = {
  tenantId,
  isOwn: (other) => other === madeFor,
  isOver: async () => true,
};

/** Members, and their users in the pool that tenants share. */
const setUp = async (known: readonly Member[] = []) => {
  const { tableName, members, people, moving, join } = await memberships();
  const { cognito, put, usernames } = fakeCognito();
  const arrive = async (member: Member): Promise<void> => {
    await join(member);
    const { username } = member;
    put(member, { username, createdAt: new Date(0), hasSignedIn: true });
  };
  for (const member of known) await arrive(member);
  const newUlid = () => aUlid(7_000);
  const owned = { ...moving, newUlid, members, people, cognito };
  const ports: RemovalPorts = { ...owned, pooledUserPoolId: userPoolId };
  const left = async (of = tenantId) => ({
    members: (await members.list(of, { limit: 100, after: undefined })).map((one) => one.username),
    users: usernames(),
  });
  const countOfAdmins = () => itemOf(engine.documents, tableName)(adminsKey(madeFor));
  return {
    ports,
    put,
    arrive,
    left,
    countOfAdmins,
    run: (more = {}) => removeUsers(ports)({ ...removal, ...more }),
  };
};

const nothing = { members: [], users: [] };

describe('removeUsers', () => {
  it('removes all members, however many pages of them there are, and their users', async () => {
    const { run, left, ports } = await setUp(Array.from({ length: 65 }, (_, n) => aMember(n)));

    expect(await run()).toBe(true);

    expect(await left()).toEqual(nothing);
    expect((await ports.people.get(ada))?.unfinished).toBe('closed');
  });

  it('leaves the user of a person who is a member of another tenant, and that membership', async () => {
    const { run, left, ports } = await setUp([ada, elsewhere]);

    await run();

    expect((await left()).users).toEqual([ada.username]);
    expect(await ports.members.get(ada)).toBeUndefined();
    expect(await ports.members.get(elsewhere)).toEqual(elsewhere);
  });

  it('removes what has begun of a membership, and the user that was made for it', async () => {
    const { run, left, ports, put } = await setUp();
    await ports.people.begin(aJoining(1), false);
    put(ada, { username: ada.username, createdAt: new Date(0), hasSignedIn: false });

    await run();

    expect(await left()).toEqual(nothing);
    expect(await ports.people.joiningsOf(tenantId)).toEqual([]);
    expect((await ports.people.get(ada))?.unfinished).toBe('closed');
  });

  it('removes the beginning that it is told of, though no list shows it', async () => {
    const { run, ports } = await setUp();
    await ports.people.begin(aJoining(1), false);
    ports.people.joiningsOf = async () => [];

    await run({ joining: { madeFor, email } });

    expect(await ports.people.joining(ada)).toBeUndefined();
  });

  it('removes the member that it is told of, though no list shows it', async () => {
    const { run, ports } = await setUp([ada]);
    ports.members.list = async () => [];

    await run({ member: ada });

    expect(await ports.members.get(ada)).toBeUndefined();
  });

  it('removes only whom the tenant was made for', async () => {
    const earlier = aMember(3, { madeFor: aUlid(9) });
    const begun = aJoining(4, { madeFor: aUlid(9) });
    const { run, left, ports } = await setUp([ada, earlier]);
    await ports.people.begin(begun, false);

    await run();

    expect(await left()).toEqual({ members: [earlier.username], users: [earlier.username] });
    expect(await ports.people.joining(begun)).toEqual(begun);
  });

  it('removes nobody of a tenant that is not over', async () => {
    const { run, left, ports } = await setUp([ada]);
    await ports.people.begin(aJoining(2), false);

    expect(await run({ isOver: async () => false })).toBe(false);

    expect(await left()).toEqual({ members: [ada.username], users: [ada.username] });
    expect(await ports.people.joiningsOf(tenantId)).toEqual([aJoining(2)]);
  });

  it('asks whether the tenant is over when it knows whom to remove: others stay', async () => {
    const { run, left, arrive } = await setUp([ada]);
    const isOver = async () => {
      await arrive(aMember(2));
      return true;
    };

    await run({ isOver });

    expect((await left()).members).toEqual([aMember(2).username]);
  });

  it('removes no user of another pool, which goes with its users, and asks nothing there', async () => {
    const { run, left, ports } = await setUp([aMember(1, { userPoolId: 'us-east-1_silo' })]);
    ports.cognito.find = () => Promise.reject(new Error('there is no such pool'));

    await run();

    expect((await left()).members).toEqual([]);
  });

  it('forgets the count of admins of the tenant whose members it removed', async () => {
    const { run, ports, arrive } = await setUp([ada]);
    await run();
    await arrive(ada);

    const leaving = ports.members.change(ada, { ...ada, leaving: true });

    expect(await leaving).toBe('lastAdmin');
  });

  it('goes on where it was cut off: a member is forgotten after its user', async () => {
    const { ports, run, left } = await setUp([ada, aMember(2)]);
    const { deleteUser } = ports.cognito;
    ports.cognito.deleteUser = () => Promise.reject(new Error('crash'));
    await expect(run()).rejects.toThrow('crash');
    const { members } = await left();
    ports.cognito.deleteUser = deleteUser;

    await run();

    expect(members).toEqual([ada.username, aMember(2).username]);
    expect(await left()).toEqual(nothing);
  });

  it.each(['forget', 'remove', 'leave'] as const)(
    'leaves no count of admins behind when a run is cut off before it can %s, and runs again',
    async (what) => {
      const { run, ports, left, countOfAdmins } = await setUp([ada]);
      const { members, people } = ports;
      const cut = { [what]: () => Promise.reject(new Error('cut off')) };
      Object.assign(ports, { members: { ...members, ...cut }, people: { ...people, ...cut } });
      await expect(run()).rejects.toThrow('cut off');
      Object.assign(ports, { members, people });

      await run();

      expect(await left()).toEqual(nothing);
      expect(await countOfAdmins()).toBeUndefined();
    },
  );
});
