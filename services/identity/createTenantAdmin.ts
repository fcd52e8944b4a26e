import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreated } from '#events/schemas/identity.ts';
import type { FailedEvent } from './failUserCreation.ts';

export type NewUser = {
  userPoolId: string;
  tenantId: string;
  email: string;
  role: 'TenantAdmin' | 'TenantUser';
};

export type Creation =
  | { kind: 'created'; userId: string; createdAt: Date }
  /** The address belongs to somebody of another tenant in the same pool. */
  | { kind: 'emailTaken' };

export type TenantAdminPorts = {
  /** Creates and invites a user, or finds the one that an earlier try made. */
  createUser(user: NewUser): Promise<Creation>;
  publish: Publish;
  fail(event: FailedEvent, error: { name: string; message: string }): Promise<void>;
};

const EMAIL_TAKEN = {
  name: 'EmailTaken',
  message: 'the e-mail address already signs in to another tenant',
};

/** A provisioned tenant gets its first admin. What no retry can help fails at once. */
export const createTenantAdmin =
  (ports: TenantAdminPorts) =>
  async (detail: FailedEvent['detail'], envelope: object): Promise<void> => {
    const { metadata, data } = detail;
    const { tenantId, userPoolId, adminEmail: email } = data;
    const role = 'TenantAdmin';
    const creation = await ports.createUser({ userPoolId, tenantId, email, role });
    if (creation.kind === 'emailTaken') return ports.fail({ ...envelope, detail }, EMAIL_TAKEN);
    const { userId, createdAt } = creation;
    // After its cause even when the user is older: clocks differ, and a replay finds its user.
    const at = new Date(Math.max(createdAt.getTime(), Date.parse(metadata.occurredAt) + 1));
    await ports.publish(
      UserCreated,
      {
        eventId: derivedEventId(at, metadata.eventId, UserCreated.type),
        occurredAt: createdAt.toISOString(),
        tenantId,
        correlationId: metadata.correlationId,
        causationId: metadata.eventId,
      },
      { tenantId, userId, email, role },
    );
  };
