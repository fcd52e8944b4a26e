import { timeOf } from '#events/eventId.ts';
import type { Run } from '#shared/declaredRoute.ts';
import type { Problem } from '#shared/reply.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { Enrolled } from './enrol.ts';
import type { Member } from './member.ts';
import { removeMember } from './people.ts';
import * as replies from './userReplies.ts';
import type { usersFunction } from './users.function.ts';
import { answer, find, refusals, type UserPorts } from './users.ts';

type Route = (typeof usersFunction)['routes']['PUT /users/{username}/email'];

/** Whether the person has never signed in and is a member of this tenant alone: nobody else minds, nobody is told. */
const isUnknown = async ({ cognito, people }: UserPorts, member: Member): Promise<boolean> => {
  const user = await cognito.find(member);
  const person = await people.get(member);
  return user?.hasSignedIn === false && person?.memberships?.size === 1;
};

/** Invites the address in place of the member; a repeated correction finds whom the one before has invited. */
const inviteInPlace = (
  { enrol }: UserPorts,
  { email, role }: Pick<Member, 'email' | 'role'>,
  route: StandingRoute,
): Promise<Enrolled> => {
  const { tenantId, tenantName, userPoolId, registrationId, provisionedEventId: madeFor } = route;
  const origin = {
    correlationId: registrationId,
    causedAt: new Date(timeOf(madeFor)),
    isFirst: false,
  };
  return enrol({ userPoolId, tenantId, tenantName, madeFor, email, role }, origin);
};

const invited = (enrolled: Enrolled): { member: Member } | { reply: Problem<400 | 404 | 409> } => {
  const isMember = enrolled.kind === 'enrolled' || enrolled.kind === 'known';
  if (!isMember) return { reply: refusals[enrolled.kind]() };
  const { kind, member } = enrolled;
  return kind === 'known' && member.joined ? { reply: replies.userExists() } : { member };
};

const corrected = async (ports: UserPorts, member: Member, email: string) => {
  const route = await ports.latestRoute(member.tenantId);
  if (!route || member.leaving) return replies.noUser();
  if (member.email === email) return answer(member, 202);
  if (!(await isUnknown(ports, member))) return replies.notTheirs();
  const { role, enabled } = member;
  const found = invited(await inviteInPlace(ports, { email, role }, route));
  if ('reply' in found) return found.reply;
  const changed = await ports.members.change(member, { role, enabled, leaving: true });
  if (changed === 'lastAdmin') return replies.lastAdmin();
  await removeMember(ports)(member);
  return answer(found.member, 202);
};

/**
 * Corrects the address of somebody who was invited by a wrong one. Whoever reads mail there has a password: that
 * user goes with its membership, and the right address is invited as anybody is.
 */
export const correctAddress =
  (ports: UserPorts): Run<Route> =>
  async ({ caller, params: { username }, query: { tenantId }, body }) => {
    const found = await find(ports, caller, { username, tenantId });
    return 'reply' in found ? found.reply : corrected(ports, found.member, body.email);
  };
