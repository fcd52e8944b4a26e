import { timeOf } from '#events/eventId.ts';
import { TenantId } from '#events/fields.ts';
import { type ControlCaller, mayEnter } from '#shared/caller.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { forbidden, type Problem } from '#shared/reply.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { CognitoUsers, NewUser } from './cognitoUsers.ts';
import type { Enrolled, Origin } from './enrol.ts';
import type { Member, Members } from './member.ts';
import * as replies from './userReplies.ts';
import type { usersFunction } from './users.function.ts';

type Routes = (typeof usersFunction)['routes'];

export type UserPorts = {
  route(tenantId: string): Promise<StandingRoute | undefined>;
  enrol(user: NewUser, origin: Origin): Promise<Enrolled>;
  members: Members;
  cognito: Pick<CognitoUsers, 'statusOf' | 'setRole' | 'setEnabled' | 'deleteUser'>;
};

/** A member together with its place in Cognito. */
type Found = { member: Member; userPoolId: string };

const find = async (ports: UserPorts, username: string): Promise<Found | undefined> => {
  const member = await ports.members.get(username);
  const route = member && (await ports.route(member.tenantId));
  return member && route && { member, userPoolId: route.userPoolId };
};

const isSelf = ({ userName }: ControlCaller, username: string): boolean => userName === username;

/** Whether the caller may see this user: admins of its tenant, operators, and the user. */
const maySee = (caller: ControlCaller, { tenantId, username }: Member): boolean =>
  caller.userRole === 'TenantUser' ? isSelf(caller, username) : mayEnter(caller, tenantId);

/** A user as callers see it; undefined from when its deletion begins. */
const show = async (ports: UserPorts, { member, userPoolId }: Found) => {
  if (member.leaving) return undefined;
  const status = await ports.cognito.statusOf({ userPoolId, username: member.username });
  return status === undefined ? undefined : replies.shown(member, status);
};

const answer = async <const Status extends 200 | 201>(
  ports: UserPorts,
  found: Found,
  status: Status,
) => {
  const body = await show(ports, found);
  return body ? { status, body } : replies.noUser();
};

/** The route of the tenant that the caller means, or the answer that there is none. */
const meant = async (
  ports: UserPorts,
  caller: ControlCaller,
  named: string | undefined,
): Promise<{ route: StandingRoute } | { reply: Problem<400 | 404> }> => {
  const tenantId = caller.userRole === 'SystemAdmin' ? named : caller.tenantId;
  if (tenantId === undefined) return { reply: replies.noTenantNamed() };
  const route = TenantId.safeParse(tenantId).success && (await ports.route(tenantId));
  return route ? { route } : { reply: replies.noTenant() };
};

/** The user whom the caller may change, or the answer that there is none. */
const manageable = async (
  ports: UserPorts,
  caller: ControlCaller,
  username: string,
): Promise<Found | { reply: Problem<403 | 404> }> => {
  const found = await find(ports, username);
  if (!found) return { reply: replies.noUser() };
  return mayEnter(caller, found.member.tenantId) ? found : { reply: forbidden() };
};

const refusals = {
  tenantGone: replies.noTenant,
  notYet: replies.notYet,
  emailTaken: replies.emailTaken,
  known: replies.userExists,
} satisfies Record<Exclude<Enrolled['kind'], 'enrolled'>, () => Problem<404 | 409>>;

export const createUser =
  (ports: UserPorts): Run<Routes['POST /users']> =>
  async ({ caller, body }) => {
    const place = await meant(ports, caller, body.tenantId);
    if ('reply' in place) return place.reply;
    const { tenantId, userPoolId, registrationId, provisionedEventId: madeFor } = place.route;
    const user = { userPoolId, tenantId, madeFor, email: body.email, role: body.role };
    const origin = {
      correlationId: registrationId,
      // The same however often it is asked for, so that one user is one UserCreated.
      causedAt: new Date(timeOf(madeFor)),
      isFirst: false,
    };
    const enrolled = await ports.enrol(user, origin);
    if (enrolled.kind !== 'enrolled') return refusals[enrolled.kind]();
    return answer(ports, { member: enrolled.member, userPoolId }, 201);
  };

export const listUsers =
  (ports: UserPorts): Run<Routes['GET /users']> =>
  async ({ caller, query }) => {
    const place = await meant(ports, caller, query.tenantId);
    if ('reply' in place) return place.reply;
    const { tenantId, userPoolId } = place.route;
    const { limit, nextToken: after } = query;
    const members = await ports.members.list(tenantId, { limit, after });
    const seen = await Promise.all(members.map((member) => show(ports, { member, userPoolId })));
    const users = seen.filter((user) => user !== undefined);
    const last = members.length === limit ? members.at(-1) : undefined;
    return { status: 200, body: { users, nextToken: nextTokenOf(last?.username) } };
  };

export const getUser =
  (ports: UserPorts): Run<Routes['GET /users/{username}']> =>
  async ({ caller, params }) => {
    const found = await find(ports, params.username);
    if (!found) return caller.userRole === 'TenantUser' ? forbidden() : replies.noUser();
    if (!maySee(caller, found.member)) return forbidden();
    return answer(ports, found, 200);
  };

export const updateUser =
  (ports: UserPorts): Run<Routes['PUT /users/{username}']> =>
  async ({ caller, params, body }) => {
    const managed = await manageable(ports, caller, params.username);
    if ('reply' in managed) return managed.reply;
    const { member, userPoolId } = managed;
    if (member.leaving) return replies.noUser();
    const { role = member.role, enabled = member.enabled } = body;
    const changed = await ports.members.change(member, { role, enabled, leaving: false });
    if (changed === 'lastAdmin') return replies.lastAdmin();
    const place = { userPoolId, username: member.username };
    await ports.cognito.setRole(place, role);
    await ports.cognito.setEnabled(place, enabled);
    return answer(ports, { member: { ...member, role, enabled }, userPoolId }, 200);
  };

/** The member stops counting first, and is forgotten last: a repeated request ends what this began. */
export const deleteUser =
  (ports: UserPorts): Run<Routes['DELETE /users/{username}']> =>
  async ({ caller, params }) => {
    const managed = await manageable(ports, caller, params.username);
    if ('reply' in managed) return managed.reply;
    const { member, userPoolId } = managed;
    const { username, role, enabled } = member;
    const changed = await ports.members.change(member, { role, enabled, leaving: true });
    if (changed === 'lastAdmin') return replies.lastAdmin();
    await ports.cognito.deleteUser({ userPoolId, username });
    await ports.members.remove(username);
    return { status: 204 };
  };
