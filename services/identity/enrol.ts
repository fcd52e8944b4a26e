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
export type Origin = { correlationId: string; causationId: string };

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
    const { username, createdAt } = creation;
    const known = await members.get(username);
    if (known?.announced) return { kind: 'known', member: known };
    const { tenantId, email, role } = user;
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
    await publish(
      UserCreated,
      {
        eventId: derivedEventId(createdAt, username, UserCreated.type),
        occurredAt: createdAt.toISOString(),
        tenantId,
        ...origin,
      },
      { tenantId, userId: username, email, role: member.role },
    );
    await members.markAnnounced(username);
    return { kind: 'enrolled', member };
  };
