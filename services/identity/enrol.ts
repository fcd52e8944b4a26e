import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreated } from '#events/schemas/identity.ts';
import type { CognitoUsers, NewUser } from './cognitoUsers.ts';
import type { Member, Members } from './member.ts';

export type EnrolPorts = {
  createUser: CognitoUsers['createUser'];
  members: Members;
  publish: Publish;
};

/** What a new user's UserCreated says of its origin. */
export type Origin = {
  correlationId: string;
  causationId: string;
  /** The cause's time: the event is ordered after it, even when clocks differ or the user is older. */
  causedAt: Date;
  /** Whether a user who was announced before is announced again, for a new cause. */
  again: boolean;
};

export type Enrolled =
  | { kind: 'enrolled'; member: Member }
  /** Enrolled and announced before: this changed nothing. */
  | { kind: 'known'; member: Member }
  | { kind: 'emailTaken' };

/** Makes a user of a tenant and tells the world: run again, it goes on where an earlier try ended. */
export const enrol =
  ({ createUser, members, publish }: EnrolPorts) =>
  async (user: NewUser, origin: Origin): Promise<Enrolled> => {
    const creation = await createUser(user);
    if (creation.kind === 'emailTaken') return creation;
    const { username, createdAt, role } = creation;
    const known = await members.get(username);
    if (known?.announced && !origin.again) return { kind: 'known', member: known };
    const { tenantId, email } = user;
    const fresh = {
      username,
      tenantId,
      email,
      role,
      enabled: true,
      announced: false,
      leaving: false,
    };
    const member = known ?? fresh;
    if (!known) await members.add(fresh);
    const at = new Date(Math.max(createdAt.getTime(), origin.causedAt.getTime() + 1));
    await publish(
      UserCreated,
      {
        eventId: derivedEventId(at, origin.causationId, UserCreated.type),
        occurredAt: createdAt.toISOString(),
        tenantId,
        correlationId: origin.correlationId,
        causationId: origin.causationId,
      },
      { tenantId, userId: username, email, role: member.role },
    );
    await members.markAnnounced(username);
    return { kind: 'enrolled', member };
  };
