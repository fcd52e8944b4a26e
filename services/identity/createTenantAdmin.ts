import { isOutOfMail } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Standing } from '#shared/present.ts';
import type { Enrolled, NewMember, Origin } from './enrol.ts';
import type { FailedEvent } from './failUserCreation.ts';

export type TenantAdminPorts = {
  standing(detail: FailedEvent['detail']): Promise<Standing>;
  enrol(user: NewMember, origin: Origin): Promise<Enrolled>;
  fail(event: FailedEvent, error: { name: string; message: string }): Promise<void>;
  /** Has the event come again later; the reason is for who reads of it. */
  postpone(event: FailedEvent, reason: string): Promise<void>;
};

/** Told only where nothing else was decided: what was decided first is what is told. */
const GIVEN_UP = { name: 'TenantGivenUp', message: 'the tenant was given up before' };

const outOfMail = (error: unknown): { kind: 'outOfMail'; message: string } => {
  if (!isOutOfMail(error)) throw error;
  return { kind: 'outOfMail', message: error.message };
};

/**
 * A provisioned tenant gets its first admin. What no retry can help fails at once; where no mail goes out the
 * tenant waits for its admin. An event that comes when its tenant was rolled back makes nobody.
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
    const admin = {
      userPoolId,
      tenantId,
      tenantName,
      madeFor,
      email,
      role: 'TenantAdmin',
    } as const;
    const origin = { correlationId, causedAt: new Date(occurredAt), isFirst: true };
    const enrolled = await ports.enrol(admin, origin).catch(outOfMail);
    const event = { ...envelope, detail };
    if (enrolled.kind === 'outOfMail') await ports.postpone(event, enrolled.message);
    if (enrolled.kind === 'addressRefused') {
      await ports.fail(event, { name: 'AddressRefused', message: enrolled.message });
    }
    // It was decided that its making failed; who decided that may have been cut off before the event went out.
    if (enrolled.kind === 'tenantGone') await ports.fail(event, GIVEN_UP);
  };
