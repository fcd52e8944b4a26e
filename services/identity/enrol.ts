import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreated } from '#events/schemas/identity.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { CognitoUsers, Creation, NewUser } from './cognitoUsers.ts';
import { everyMember, type Member, type Members } from './member.ts';
import type { RemoveUsers } from './removeUsers.ts';

export type EnrolPorts = {
  createUser: CognitoUsers['createUser'];
  deleteUser: CognitoUsers['deleteUser'];
  members: Members;
  publish: Publish;
  /** The tenant's route, read consistently. */
  latestRoute(tenantId: string): Promise<StandingRoute | undefined>;
  removeUsers: RemoveUsers;
};

/** What a new user's UserCreated says of its origin. */
export type Origin = {
  correlationId: string;
  /** The cause's time: the event is ordered after it, even when clocks differ or the user is older. */
  causedAt: Date;
  /** Whether this is the first admin, who is announced anew for the new cause if need be. */
  isFirst: boolean;
};

export type Enrolled =
  | { kind: 'enrolled'; member: Member }
  /** Enrolled and announced before: this changed nothing. */
  | { kind: 'known'; member: Member }
  | { kind: 'emailTaken' }
  /** The tenant was rolled back meanwhile: it has no user again. */
  | { kind: 'tenantGone' }
  /** Its first admin comes first. */
  | { kind: 'notYet' };

type Joined =
  | Exclude<Enrolled, { kind: 'enrolled' }>
  | { kind: 'joined'; member: Member; createdAt: Date };

type NewMember = { member: Member; isFirst: boolean };

const fresh = (
  { tenantId, madeFor, email }: NewUser,
  username: string,
  role: Member['role'],
): Member => ({
  username,
  tenantId,
  madeFor,
  email,
  role,
  enabled: true,
  announced: false,
  leaving: false,
});

/**
 * Members from before the tenant was made anew, as a rollback leaves them that was stuck. Nobody was told
 * of them, so nobody has signed in: they are forgotten.
 */
const forgetEarlier = async (members: Members, { tenantId, madeFor }: NewUser): Promise<void> => {
  const earlier: Member[] = [];
  for await (const known of everyMember(members, tenantId)) {
    if (known.madeFor !== madeFor && !known.announced) earlier.push(known);
  }
  for (const { username } of earlier) await members.remove(username);
  for (const each of new Set(earlier.map((known) => known.madeFor))) await members.forget(each);
};

/** Makes the user. One that is left from before the tenant was made anew, and was announced to nobody, goes. */
const make = async (ports: EnrolPorts, user: NewUser): Promise<Creation> => {
  const creation = await ports.createUser(user);
  if (creation.kind !== 'leftOver') return creation;
  const { username } = creation;
  if ((await ports.members.get(username))?.announced) return { kind: 'emailTaken' };
  await ports.deleteUser({ userPoolId: user.userPoolId, username });
  return ports.createUser(user);
};

/** Takes back a user whose tenant is gone, or is just being undone. */
const takeBack = async (ports: EnrolPorts, user: NewUser): Promise<Joined> => {
  const { tenantId, email, madeFor } = user;
  const isOwn = (other: string) => other === madeFor;
  await ports.removeUsers({ tenantId, email, isOwn, isOver: async () => true });
  return { kind: 'tenantGone' };
};

/** Whether the tenant stands, and its users are announced: decided once, against the failure of its first admin. */
const mayAnnounce = async (ports: EnrolPorts, { tenantId, madeFor }: NewUser): Promise<boolean> => {
  // A tenant's users are removed after its route. If it is there even now, that comes later, and this
  // user is found; if it is not, it may be over.
  const route = await ports.latestRoute(tenantId);
  if (route?.provisionedEventId !== madeFor) return false;
  return (await ports.members.decide(madeFor, { kind: 'announced' })).kind === 'announced';
};

/**
 * Why a user may not be made: the first admin may until it has failed, anybody else once the tenant was
 * announced with it. A tenant that nobody was told of may be about to be undone, and must not be in use.
 */
const objectionTo = async (
  members: Members,
  { madeFor }: NewUser,
  isFirst: boolean,
): Promise<'tenantGone' | 'notYet' | undefined> => {
  const decided = await members.decided(madeFor);
  if (decided) return decided.kind === 'failed' ? 'tenantGone' : undefined;
  return isFirst ? undefined : 'notYet';
};

/** Adds a new member; the first one takes the place of members from before the tenant was made anew. */
const add = async (members: Members, user: NewUser, { member, isFirst }: NewMember) => {
  if (isFirst) await forgetEarlier(members, user);
  await members.add(member);
};

const join = async (ports: EnrolPorts, user: NewUser, isFirst: boolean): Promise<Joined> => {
  const kind = await objectionTo(ports.members, user, isFirst);
  if (kind) return { kind };
  const creation = await make(ports, user);
  if (creation.kind !== 'created') return { kind: 'emailTaken' };
  const { username, createdAt, role } = creation;
  const known = await ports.members.get(username);
  if (known?.announced && !isFirst) return { kind: 'known', member: known };
  const member = known ?? fresh(user, username, role);
  if (!known) await add(ports.members, user, { member, isFirst });
  return (await mayAnnounce(ports, user))
    ? { kind: 'joined', member, createdAt }
    : takeBack(ports, user);
};

/** Makes a user of a tenant and tells the world: run again, it goes on where an earlier try ended. */
export const enrol =
  (ports: EnrolPorts) =>
  async (user: NewUser, origin: Origin): Promise<Enrolled> => {
    const joined = await join(ports, user, origin.isFirst);
    if (joined.kind !== 'joined') return joined;
    const { member, createdAt } = joined;
    const { username, tenantId, email, role } = member;
    const at = new Date(Math.max(createdAt.getTime(), origin.causedAt.getTime() + 1));
    await ports.publish(
      UserCreated,
      {
        eventId: derivedEventId(at, `${user.madeFor} ${username}`, UserCreated.type),
        occurredAt: createdAt.toISOString(),
        tenantId,
        correlationId: origin.correlationId,
        causationId: user.madeFor,
      },
      { tenantId, userId: username, email, role },
    );
    await ports.members.markAnnounced(username);
    return { kind: 'enrolled', member };
  };
