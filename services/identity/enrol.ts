import { derivedEventId } from '#events/eventId.ts';
import { UserCreated } from '#events/schemas/identity.ts';
import { joinedAt } from '#events/sequence.ts';
import { PermanentError, TransientError } from '#shared/errors.ts';
import type { StandingRoute } from '#shared/route.ts';
import { membershipLetter } from '../mail/letters.ts';
import type { Outbox } from '../mail/outbox.ts';
import { AddressRefused } from './cognitoUsers.ts';
import { type InvitePorts, inviteUser } from './inviteUser.ts';
import { everyMember, type Member, type Members } from './member.ts';
import { beginMembership, inPool, removeJoining, removeMember } from './people.ts';
import type { Joining, Person } from './person.ts';
import { type RemoveUsers, removeCandidates } from './removeUsers.ts';

/** Whom to make a member of a tenant, and for which TenantProvisioned of it. */
export type NewMember = Pick<Member, 'userPoolId' | 'tenantId' | 'madeFor' | 'email' | 'role'> & {
  tenantName: string;
};

type Known = NewMember & Pick<Member, 'moves'>;

export type EnrolPorts = InvitePorts & {
  outbox: Pick<Outbox, 'address' | 'writing' | 'send'>;
  members: Members;
  removeUsers: RemoveUsers;
};

/** What a new user's UserCreated says of its origin. */
export type Origin = {
  correlationId: string;
  /** The cause's time: the event is ordered after it, even when clocks differ. */
  causedAt: Date;
  /** Whether this is the first admin, who is announced anew for the new cause if need be. */
  isFirst: boolean;
};

export type Enrolled =
  | { kind: 'enrolled'; member: Member }
  /** Enrolled and announced before: this changed nothing. */
  | { kind: 'known'; member: Member }
  /** The tenant was rolled back meanwhile: it has no user again. */
  | { kind: 'tenantGone' }
  /** Its first admin comes first. */
  | { kind: 'notYet' }
  /** The first admin was made before, and is not at this address any more. */
  | { kind: 'madeBefore' }
  /** Cognito takes no such address; the message says why. */
  | { kind: 'addressRefused'; message: string };

type Joined =
  | Exclude<Enrolled, { kind: 'enrolled' }>
  | { kind: 'joined'; member: Member; route: StandingRoute };

/**
 * Members from before the tenant was made anew, and beginnings of such, as a rollback leaves them that was
 * stuck. Nobody was told of them, so nobody has signed in: they are forgotten.
 */
const forgetEarlier = async (
  all: EnrolPorts,
  { tenantId, madeFor, userPoolId }: NewMember,
): Promise<void> => {
  const ports = inPool(all, userPoolId);
  const earlier: Member[] = [];
  for await (const known of everyMember(ports.members, tenantId)) {
    if (known.madeFor !== madeFor && !known.announced) earlier.push(known);
  }
  const begun = await ports.people.joiningsOf(tenantId);
  const joinings = begun.filter((each) => each.madeFor !== madeFor);
  await removeCandidates(ports, { members: earlier, joinings });
};

/** Takes back a member whose tenant is gone, or is just being undone: lists may not show it yet. */
const takeBack = async (ports: EnrolPorts, member: Member): Promise<Joined> => {
  const { tenantId, madeFor } = member;
  const isOwn = (other: string) => other === madeFor;
  await ports.removeUsers({ tenantId, isOwn, member, isOver: async () => true });
  return { kind: 'tenantGone' };
};

/** The tenant's route if its users are announced: decided once, against the failure of its first admin. */
const announceable = async (
  ports: EnrolPorts,
  { tenantId, madeFor }: NewMember,
): Promise<StandingRoute | undefined> => {
  // A tenant's users are removed after its route. If it is there even now, that comes later, and this
  // user is found; if it is not, it may be over.
  const route = await ports.latestRoute(tenantId);
  if (route?.provisionedEventId !== madeFor) return undefined;
  const { kind } = await ports.members.decide(madeFor, { kind: 'announced' });
  return kind === 'announced' ? route : undefined;
};

/**
 * Why a user may not be made: the first admin may until it has failed, anybody else once the tenant was
 * announced with it. A tenant that nobody was told of may be about to be undone, and must not be in use.
 */
const objectionTo = async (
  members: Members,
  { madeFor }: NewMember,
  isFirst: boolean,
): Promise<'tenantGone' | 'notYet' | undefined> => {
  const decided = await members.decided(madeFor);
  if (decided) return decided.kind === 'failed' ? 'tenantGone' : undefined;
  return isFirst ? undefined : 'notYet';
};

/** The membership that the person has already. One whose removal has begun is removed first. */
const knownMember = async (
  ports: EnrolPorts,
  user: NewMember,
  { username }: Partial<Person>,
): Promise<Member | undefined> => {
  const known = username === undefined ? undefined : await ports.members.get({ ...user, username });
  if (!known || (known.madeFor === user.madeFor && !known.leaving)) return known;
  if (known.madeFor !== user.madeFor && known.announced) {
    throw new PermanentError('the person is a member of the tenant as it was before');
  }
  await removeMember(ports)(known);
  return undefined;
};

/** The membership was ended while the user was made: if that is nobody else's, it goes too. */
const givenUp = async (ports: EnrolPorts, joining: Joining, isFirst: boolean): Promise<never> => {
  await beginMembership(ports)(joining, isFirst);
  await removeJoining(ports)(joining);
  throw new TransientError('the membership was ended at the same moment');
};

/** Adds a member; whoever has signed in before is told of the tenant of this name by a mail of ours. */
const addTelling = async (
  { members, outbox }: EnrolPorts,
  member: Member,
  tenantName: string | undefined,
): Promise<boolean> => {
  if (tenantName === undefined) return members.add(member);
  const mail = outbox.address(member.email, membershipLetter(tenantName));
  const isAdded = await members.add(member, outbox.writing(mail));
  if (isAdded) await outbox.send(mail);
  return isAdded;
};

const add = async (ports: EnrolPorts, user: Known, isFirst: boolean): Promise<Member> => {
  const { role, tenantName, ...place } = user;
  const asked = { ...place, membershipId: ports.newUlid(), createdAt: ports.now().toISOString() };
  const joining = await beginMembership(ports)(asked, isFirst);
  const { username, hasSignedIn, invitedAt } = await inviteUser(ports, joining);
  await ports.people.noteInvitation(joining, invitedAt);
  if (isFirst) await forgetEarlier(ports, user);
  const state = { enabled: true, announced: false, joined: false, leaving: false };
  const member = { ...joining, username, role, ...state };
  if (await addTelling(ports, member, hasSignedIn ? tenantName : undefined)) return member;
  const known = await ports.members.get(member);
  if (known?.membershipId === joining.membershipId) return known;
  return givenUp(ports, joining, isFirst);
};

/** Whether people use the tenant: its first admin was made, whatever has become of it. */
const hasUser = async ({ latestRoute }: EnrolPorts, user: NewMember): Promise<boolean> => {
  const route = await latestRoute(user.tenantId);
  return route?.provisionedEventId === user.madeFor && route.firstUserEventId !== undefined;
};

/**
 * Whether the first admin was made, which took its beginning along: one that is there all the same is of a
 * try at the same moment that was cut off, and goes.
 */
const wasFirstMade = async (ports: EnrolPorts, user: NewMember, known?: Member) => {
  const wasMade = known !== undefined || (await hasUser(ports, user));
  if (wasMade) await removeJoining(ports)(user);
  return wasMade;
};

const refusedAddress = (error: unknown): { kind: 'addressRefused'; message: string } => {
  if (error instanceof AddressRefused) return { kind: 'addressRefused', message: error.message };
  throw error;
};

const join = async (ports: EnrolPorts, user: NewMember, isFirst: boolean): Promise<Joined> => {
  const kind = await objectionTo(ports.members, user, isFirst);
  if (kind) return { kind };
  const person: Partial<Person> = { ...(await ports.people.get(user)) };
  const known = await knownMember(ports, user, person);
  if (isFirst && (await wasFirstMade(ports, user, known)) && !known) return { kind: 'madeBefore' };
  if (known?.announced && !isFirst) return { kind: 'known', member: known };
  const { moves } = person;
  const member = known ?? (await add(ports, { ...user, moves }, isFirst).catch(refusedAddress));
  if ('kind' in member) return member;
  const route = await announceable(ports, user);
  return route ? { kind: 'joined', member, route } : takeBack(ports, member);
};

/** Makes a member of a tenant and tells the world: run again, it goes on where an earlier try ended. */
export const enrol =
  (ports: EnrolPorts) =>
  async (user: NewMember, origin: Origin): Promise<Enrolled> => {
    const joined = await join(ports, user, origin.isFirst);
    if (joined.kind !== 'joined') return joined;
    const { member, route } = joined;
    const { username, tenantId, email, role, createdAt, membershipId, moves } = member;
    const at = new Date(Math.max(Date.parse(createdAt), origin.causedAt.getTime() + 1));
    await ports.publish(
      UserCreated,
      {
        eventId: derivedEventId(at, `${user.madeFor} ${membershipId}`, UserCreated.type),
        occurredAt: createdAt,
        tenantId,
        sequence: joinedAt(route.sequence, moves),
        correlationId: origin.correlationId,
        causationId: user.madeFor,
      },
      { tenantId, userId: username, email, role },
    );
    await ports.members.markAnnounced(member);
    return { kind: 'enrolled', member };
  };
