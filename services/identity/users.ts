import { timeOf } from '#events/eventId.ts';
import { TenantId } from '#events/fields.ts';
import type { ControlCaller } from '#shared/caller.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { forbidden, type Problem } from '#shared/reply.ts';
import type { StandingRoute } from '#shared/route.ts';
import { membershipLetter } from '../mail/letters.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { CognitoUsers } from './cognitoUsers.ts';
import type { Enrolled, NewMember, Origin } from './enrol.ts';
import { openInvitations } from './invitation.ts';
import type { Member, Members } from './member.ts';
import { type PeoplePorts, removeMember } from './people.ts';
import * as replies from './userReplies.ts';
import type { usersFunction } from './users.function.ts';

type Routes = (typeof usersFunction)['routes'];

export type UserPorts = PeoplePorts & {
  newCode(): string;
  cognito: Pick<CognitoUsers, 'inviteAgain' | 'dropSecondFactor'>;
  outbox: Outbox;
  enrol(user: NewMember, origin: Origin): Promise<Enrolled>;
  members: Members;
};

/** Whom a caller means by a username, and maybe a tenant. */
type Named = { username: string; tenantId: string | undefined };

/** Whether somebody means itself. */
export const isSelf = ({ userName }: ControlCaller, username: string): boolean =>
  userName === username;

/** A user as callers see it; there is none from when its removal begins. */
export const answer = <const Status extends 200 | 201 | 202>(member: Member, status: Status) =>
  member.leaving ? replies.noUser() : { status, body: replies.shown(member) };

/** The route of the tenant that the caller means, or the answer that there is none. */
const meant = async (
  ports: UserPorts,
  caller: ControlCaller,
  named: string | undefined,
): Promise<{ route: StandingRoute } | { reply: Problem<400 | 404> }> => {
  const tenantId = caller.userRole === 'SystemAdmin' ? named : caller.tenantId;
  if (tenantId === undefined) return { reply: replies.noTenantNamed() };
  const route = TenantId.safeParse(tenantId).success && (await ports.latestRoute(tenantId));
  return route ? { route } : { reply: replies.noTenant() };
};

/** An operator names the tenant where the user is a member of several. */
const findForOperator = async (
  { members }: UserPorts,
  { username, tenantId }: Named,
): Promise<Member | undefined | 'ambiguous'> => {
  if (tenantId !== undefined) return members.get({ tenantId, username });
  const [only, ...more] = await members.ofUser(username);
  return more.length > 0 ? 'ambiguous' : only && members.get(only);
};

/** The member whom the caller means, or the answer that there is none. */
export const find = async (
  ports: UserPorts,
  caller: ControlCaller,
  named: Named,
): Promise<{ member: Member } | { reply: Problem<400 | 404> }> => {
  const member =
    caller.userRole === 'SystemAdmin'
      ? await findForOperator(ports, named)
      : await ports.members.get({ tenantId: caller.tenantId, username: named.username });
  if (member === 'ambiguous') return { reply: replies.severalTenants() };
  return member ? { member } : { reply: replies.noUser() };
};

/** What is answered when nobody was enrolled. */
export const refusals = {
  tenantGone: replies.noTenant,
  notYet: replies.notYet,
  madeBefore: replies.userExists,
  known: replies.userExists,
  addressRefused: replies.addressRefused,
} as const;

export const createUser =
  (ports: UserPorts): Run<Routes['POST /users']> =>
  async ({ caller, body }) => {
    const place = await meant(ports, caller, body.tenantId);
    if ('reply' in place) return place.reply;
    const { tenantId, tenantName, userPoolId, registrationId, provisionedEventId } = place.route;
    const madeFor = provisionedEventId;
    const { email, role } = body;
    const user = { userPoolId, tenantId, tenantName, madeFor, email, role };
    const origin = {
      correlationId: registrationId,
      // The same however often it is asked for, so that one user is one UserCreated.
      causedAt: new Date(timeOf(madeFor)),
      isFirst: false,
    };
    const enrolled = await ports.enrol(user, origin);
    if (enrolled.kind !== 'enrolled') return refusals[enrolled.kind]();
    return answer(enrolled.member, 201);
  };

export const listUsers =
  (ports: UserPorts): Run<Routes['GET /users']> =>
  async ({ caller, query }) => {
    const place = await meant(ports, caller, query.tenantId);
    if ('reply' in place) return place.reply;
    const { tenantId } = place.route;
    const { limit, nextToken: after } = query;
    const members = await ports.members.list(tenantId, { limit, after });
    const staying = members.filter(({ leaving }) => !leaving);
    const invitations = await openInvitations(ports, staying);
    const users = staying.map((one) => replies.shown(one, invitations.get(one.username)));
    const last = members.length === limit ? members.at(-1) : undefined;
    return { status: 200, body: { users, nextToken: nextTokenOf(last?.username) } };
  };

export const getUser =
  (ports: UserPorts): Run<Routes['GET /users/{username}']> =>
  async ({ caller, params, query }) => {
    const { username } = params;
    if (caller.userRole === 'TenantUser' && !isSelf(caller, username)) return forbidden();
    const found = await find(ports, caller, { username, tenantId: query.tenantId });
    if ('reply' in found) return found.reply;
    const { member } = found;
    if (member.leaving) return replies.noUser();
    const invitations = await openInvitations(ports, [member]);
    return { status: 200, body: replies.shown(member, invitations.get(member.username)) };
  };

export const updateUser =
  (ports: UserPorts): Run<Routes['PUT /users/{username}']> =>
  async ({ caller, params, query, body }) => {
    const named = { username: params.username, tenantId: query.tenantId };
    const found = await find(ports, caller, named);
    if ('reply' in found) return found.reply;
    const { member } = found;
    if (member.leaving) return replies.noUser();
    const { role = member.role, enabled = member.enabled } = body;
    const changed = await ports.members.change(member, { role, enabled, leaving: false });
    if (changed === 'lastAdmin') return replies.lastAdmin();
    return answer({ ...member, role, enabled }, 200);
  };

/** The member stops counting first, and is forgotten last: a repeated request ends what this began. */
export const deleteUser =
  (ports: UserPorts): Run<Routes['DELETE /users/{username}']> =>
  async ({ caller, params, query }) => {
    const named = { username: params.username, tenantId: query.tenantId };
    const found = await find(ports, caller, named);
    if ('reply' in found) return found.reply;
    const { role, enabled } = found.member;
    const changed = await ports.members.change(found.member, { role, enabled, leaving: true });
    if (changed === 'lastAdmin') return replies.lastAdmin();
    await removeMember(ports)(found.member);
    return { status: 204 };
  };

/** Has Cognito invite the person once more; whoever has signed in meanwhile gets a mail of ours. */
const mailAgain = async (ports: UserPorts, member: Member, tenantName: string): Promise<void> => {
  const { people, cognito, outbox } = ports;
  await people.noteInviter(member, member.tenantId);
  const isInvited = await cognito.inviteAgain(member);
  await people.noteInvitation(member, isInvited ? ports.now() : undefined);
  if (!isInvited) await outbox.post(member.email, membershipLetter(tenantName));
};

export const inviteAgain =
  (ports: UserPorts): Run<Routes['POST /users/{username}/invitation']> =>
  async ({ caller, params, query }) => {
    const named = { username: params.username, tenantId: query.tenantId };
    const found = await find(ports, caller, named);
    if ('reply' in found) return found.reply;
    const { member } = found;
    const route = await ports.latestRoute(member.tenantId);
    if (member.leaving || !route) return replies.noUser();
    await mailAgain(ports, member, route.tenantName);
    return answer(member, 202);
  };

export const dropSecondFactor =
  (ports: UserPorts): Run<Routes['DELETE /users/{username}/second-factor']> =>
  async ({ caller, params, query }) => {
    const named = { username: params.username, tenantId: query.tenantId };
    const found = await find(ports, caller, named);
    if ('reply' in found) return found.reply;
    await ports.cognito.dropSecondFactor(found.member);
    return { status: 204 };
  };
