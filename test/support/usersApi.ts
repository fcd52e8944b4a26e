import type { NewUser } from '../../services/identity/cognitoUsers.ts';
import type { Enrolled, Origin } from '../../services/identity/enrol.ts';
import type { Member } from '../../services/identity/member.ts';
import { usersFunction } from '../../services/identity/users.function.ts';
import {
  createUser,
  deleteUser,
  getUser,
  listUsers,
  type UserPorts,
  updateUser,
} from '../../services/identity/users.ts';
import type { ControlCaller } from '../../services/shared/caller.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';
import { aMember, aRoute, aTenantId, aUsername } from './builders.ts';
import { fakeMembers } from './fakeMembers.ts';
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
/** The one member, and so the last admin, of the second tenant. */
export const stranger = aMember(4, { tenantId: aTenantId(2) });

/** What Cognito knows of users, by username; it is asked in the first tenants' pool. */
const fakeCognito = (members: readonly Member[]) => {
  const known = new Map<string, object>(
    members.map(({ username, role, enabled }) => [username, { role, enabled }]),
  );
  const update = (username: string, what: object) => {
    const before = known.get(username);
    if (before) known.set(username, { ...before, ...what });
  };
  const cognito: UserPorts['cognito'] = {
    statusOf: async ({ username }) => (known.has(username) ? 'CONFIRMED' : undefined),
    setRole: async ({ username }, role) => update(username, { role }),
    setEnabled: async ({ username }, enabled) => update(username, { enabled }),
    async deleteUser({ username }) {
      known.delete(username);
    },
  };
  return { cognito, known };
};

/** `/users` over members in memory, of the first two tenants; `more` breaks what it replaces. */
export const usersApi = (more: Partial<UserPorts> = {}) => {
  const everybody = [ada, bob, user, stranger];
  const { members, kept } = fakeMembers(everybody);
  const { cognito, known } = fakeCognito(everybody);
  const enrolled: [NewUser, Origin][] = [];
  const routes = [aRoute(1), aRoute(2)];
  const ports: UserPorts = {
    route: async (tenantId) => routes.find((one) => one.tenantId === tenantId),
    async enrol(newUser, origin): Promise<Enrolled> {
      enrolled.push([newUser, origin]);
      const { tenantId, madeFor, email, role } = newUser;
      known.set(aUsername(9), { role, enabled: true });
      return { kind: 'enrolled', member: aMember(9, { tenantId, madeFor, email, role }) };
    },
    members,
    cognito,
    ...more,
  };
  const run = httpRoutes(usersFunction, {
    'GET /users': listUsers(ports),
    'POST /users': createUser(ports),
    'GET /users/{username}': getUser(ports),
    'PUT /users/{username}': updateUser(ports),
    'DELETE /users/{username}': deleteUser(ports),
  });
  const call = (caller: ControlCaller, to: string, request: ControlRequest = {}) =>
    run(aControlEvent(caller, to, request));
  return { call, enrolled, kept, known, ports };
};
