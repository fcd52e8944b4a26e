import { logger } from '#shared/logger.ts';
import type { Standing } from '#shared/present.ts';
import type { Enrolled, NewMember, Origin } from './enrol.ts';
import type { FailedEvent } from './failUserCreation.ts';

export type TenantAdminPorts = {
  standing(detail: FailedEvent['detail']): Promise<Standing>;
  enrol(user: NewMember, origin: Origin): Promise<Enrolled>;
  fail(event: FailedEvent, error: { name: string; message: string }): Promise<void>;
};

/**
 * A provisioned tenant gets its first admin. What no retry can help fails at once. An event that comes
 * when its tenant was rolled back makes nobody.
 */
export const createTenantAdmin =
  (ports: TenantAdminPorts) =>
  async (detail: FailedEvent['detail'], envelope: object): Promise<void> => {
    const { tenantId, tenantName, userPoolId, adminEmail: email } = detail.data;
    const { correlationId, eventId: madeFor, occurredAt } = detail.metadata;
    const standing = await ports.standing(detail);
    if (standing !== 'standing') {
      logger.info('no admin for a tenant that was rolled back', { tenantId, standing });
      return;
    }
    const enrolled = await ports.enrol(
      { userPoolId, tenantId, tenantName, madeFor, email, role: 'TenantAdmin' },
      { correlationId, causedAt: new Date(occurredAt), isFirst: true },
    );
    if (enrolled.kind !== 'addressRefused') return;
    const { message } = enrolled;
    await ports.fail({ ...envelope, detail }, { name: 'AddressRefused', message });
  };
