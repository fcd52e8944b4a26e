import type { z } from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreated } from '#events/schemas/identity.ts';
import type { TenantProvisioned } from '#events/schemas/provisioning.ts';

export type NewUser = {
  userPoolId: string;
  tenantId: string;
  email: string;
  role: 'TenantAdmin' | 'TenantUser';
};

export type CreatedUser = { userId: string; createdAt: Date };

export type TenantAdminPorts = {
  /**
   * Creates and invites a user, or finds the one that an earlier try made. Throws EmailTaken when
   * the address belongs to somebody of another tenant.
   */
  createUser(user: NewUser): Promise<CreatedUser>;
  publish: Publish;
};

/** A provisioned tenant gets its first admin. */
export const createTenantAdmin =
  (ports: TenantAdminPorts) =>
  async ({ metadata, data }: z.infer<typeof TenantProvisioned.detail>): Promise<void> => {
    const { tenantId, userPoolId, adminEmail: email } = data;
    const role = 'TenantAdmin';
    const { userId, createdAt } = await ports.createUser({ userPoolId, tenantId, email, role });
    await ports.publish(
      UserCreated,
      {
        eventId: derivedEventId(createdAt, metadata.eventId, UserCreated.type),
        occurredAt: createdAt.toISOString(),
        tenantId,
        correlationId: metadata.correlationId,
        causationId: metadata.eventId,
      },
      { tenantId, userId, email, role },
    );
  };
