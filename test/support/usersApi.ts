import { correctAddress } from '../../services/identity/correctAddress.ts';
import type { Enrolled, NewMember, Origin } from '../../services/identity/enrol.ts';
import type { Member } from '../../services/identity/member.ts';
import { confirmAddress, putAddress } from '../../services/identity/ownAddress.ts';
import { usersFunction } from '../../services/identity/users.function.ts';
import {
  createUser,
  deleteUser,
  dropSecondFactor,
  getUser,
  inviteAgain,
  listUsers,
  type UserPorts,
  updateUser,
} from '../../services/identity/users.ts';
import type { ControlCaller } from '../../services/shared/caller.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';
import { aMember, aRoute, aTenantId, aUlid, aUsername } from './builders.ts';
import { fakeCognito } from './fakeCognito.ts';
import { fakeOutbox } from './fakeOutbox.ts';
import { membershipsOn } from './memberships.ts';
import type { ProductEngine } from './productEngine.ts';
import { aControlEvent, type ControlRequest } from './proxyEvent.ts';

/** Who may call `/users`: the people are of the first tenant, and the user is its third member. */
export const callers = {
  SystemAdmin: { userRole: 'SystemAdmin', userName: 'root' },
  TenantAdmin: { userRole: 'TenantAdmin', userName: aUsername(1), tenantId: aTenantId(1) },
  TenantUser: { userRole: 'TenantUser', userName: aUsername(3), tenantId: aTenantId(1) },
} satisfies Record<ControlCaller['userRole'], ControlCaller>;

export const ada = aMember(1);
export const bob = aMember(2);
export const user = aMember(3, { role: 'TenantUser' });
/** The last admin of the second tenant. */
export const stranger = aMember(4, { tenantId: aTenantId(2), madeFor: aUlid(2_002) });
/** Bob, who is a member of the third tenant too. */
export const bobElsewhere = aMember(2, {
  tenantId: aTenantId(3),
  madeFor: aUlid(2_003),
  membershipId: aUlid(9),
  role: 'TenantUser',
  joined: false,
});

const everybody = [ada, bob, user, stranger, bobElsewhere];
const routes = [aRoute(1), aRoute(2), aRoute(3)];

/** The code of every mail. */
export const CODE = '12345678';

const cognitoOf = (members: readonly Member[]) => {
  const cognito = fakeCognito();
  for (const { username, ...place } of members) {
    cognito.put(place, { username, createdAt: new Date(0), hasSignedIn: true });
  }
  return cognito;
};

const served = (ports: UserPorts) =>
  httpRoutes(usersFunction, {
    'GET /users': listUsers(ports),
    'POST /users': createUser(ports),
    'GET /users/{username}': getUser(ports),
    'PUT /users/{username}': updateUser(ports),
    'PUT /users/{username}/email': putAddress(ports, correctAddress(ports)),
    'POST /users/{username}/email/confirm': confirmAddress(ports),
    'POST /users/{username}/invitation': inviteAgain(ports),
    'DELETE /users/{username}/second-factor': dropSecondFactor(ports),
    'DELETE /users/{username}': deleteUser(ports),
  });

/** `/users` over the members of the first three tenants; `more` breaks what it replaces. */
export const usersApiOn = (engine: () => ProductEngine) => {
  const memberships = membershipsOn(engine);
  return async (more: Partial<UserPorts> = {}) => {
    const { tableName, members, people, moving, bus, join } = await memberships(everybody);
    const { outbox, sent } = fakeOutbox(tableName);
    const { cognito, put, usernames, mails, withoutFactor } = cognitoOf(everybody);
    const enrolled: [NewMember, Origin][] = [];
    let ulids = 7_000;
    const ports: UserPorts = {
      ...moving,
      latestRoute: async (tenantId) => routes.find((one) => one.tenantId === tenantId),
      newCode: () => CODE,
      async enrol(newMember, origin): Promise<Enrolled> {
        enrolled.push([newMember, origin]);
        return { kind: 'enrolled', member: aMember(9, { ...newMember, joined: false }) };
      },
      newUlid() {
        ulids += 1;
        return aUlid(ulids);
      },
      people,
      members,
      cognito,
      outbox,
      ...more,
    };
    const run = served(ports);
    const call = (caller: ControlCaller, to: string, request: ControlRequest = {}) =>
      run(aControlEvent(caller, to, request));
    /** Begins the removal of a member. */
    const leave = async ({ role, enabled, ...member }: Member): Promise<void> => {
      const leaving = { role, enabled, leaving: true };
      await members.change({ ...member, role, enabled }, leaving);
    };
    const seen = { put, enrolled, usernames, mails, sent, withoutFactor, bus };
    return { call, ports, join, leave, get: members.get, cognito, ...seen };
  };
};

export type UsersApi = Awaited<ReturnType<ReturnType<typeof usersApiOn>>>;

export type UserRole = keyof typeof callers;

/** Who may change whom, and the answer when they may not. */
export const rights: [UserRole, string, number][] = [
  ['SystemAdmin', ada.username, 0],
  ['SystemAdmin', bob.username, 400],
  ['SystemAdmin', aUsername(99), 404],
  ['TenantAdmin', bob.username, 0],
  ['TenantAdmin', user.username, 0],
  ['TenantAdmin', stranger.username, 404],
  ['TenantAdmin', aUsername(99), 404],
  ['TenantUser', user.username, 403],
  ['TenantUser', bob.username, 403],
  ['TenantUser', stranger.username, 403],
  ['TenantUser', aUsername(99), 403],
];

/** The membership that a row of rights is about. */
export const meant = (username: string) =>
  [ada, bob, user, stranger].find((one) => one.username === username) ?? aMember(99);
