import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreated } from '#events/schemas/identity.ts';
import type { Route } from '#shared/route.ts';
import type { CognitoUsers, NewUser } from './cognitoUsers.ts';
import { everyMember, type Member, type Members } from './member.ts';
import type { RemoveUsers } from './removeUsers.ts';

export type EnrolPorts = {
  createUser: CognitoUsers['createUser'];
  members: Members;
  publish: Publish;
  /** The tenant's route, read consistently. */
  latestRoute(tenantId: string): Promise<Route | undefined>;
  removeUsers: RemoveUsers;
};

/** What a new user's UserCreated says of its origin. */
export type Origin = {
  correlationId: string;
  causationId: string;
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
  | { kind: 'tenantGone' };

type Joined =
  | Exclude<Enrolled, { kind: 'enrolled' }>
  | { kind: 'joined'; member: Member; createdAt: Date };

const fresh = ({ tenantId, email }: NewUser, username: string, role: Member['role']): Member => ({
  username,
  tenantId,
  email,
  role,
  enabled: true,
  announced: false,
  leaving: false,
});

/**
 * A tenant whose rollback was stuck can have been made anew beside members of its earlier pool. Nobody was
 * told of them, so nobody has signed in: whoever is a member before the first is announced is forgotten.
 */
const forgetEarlier = async (members: Members, { tenantId, username }: Member): Promise<void> => {
  const earlier: string[] = [];
  for await (const known of everyMember(members, tenantId)) {
    if (known.announced) return;
    if (known.username !== username) earlier.push(known.username);
  }
  for (const each of earlier) await members.remove(each);
  if (earlier.length > 0) await members.forget(tenantId);
};

const join = async (ports: EnrolPorts, user: NewUser, isFirst: boolean): Promise<Joined> => {
  const creation = await ports.createUser(user);
  if (creation.kind === 'emailTaken') return creation;
  const { username, createdAt, role } = creation;
  const known = await ports.members.get(username);
  if (known?.announced && !isFirst) return { kind: 'known', member: known };
  const member = known ?? fresh(user, username, role);
  if (!known && isFirst) await forgetEarlier(ports.members, member);
  if (!known) await ports.members.add(member);
  // A tenant's users are removed after its route. If it is there even now, that comes later, and this
  // user is found; if it is not, it may be over.
  if (await ports.latestRoute(user.tenantId)) return { kind: 'joined', member, createdAt };
  await ports.removeUsers(user);
  return { kind: 'tenantGone' };
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
        eventId: derivedEventId(at, origin.causationId, UserCreated.type),
        occurredAt: createdAt.toISOString(),
        tenantId,
        correlationId: origin.correlationId,
        causationId: origin.causationId,
      },
      { tenantId, userId: username, email, role },
    );
    await ports.members.markAnnounced(username);
    return { kind: 'enrolled', member };
  };
