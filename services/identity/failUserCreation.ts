import { z } from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreationFailed } from '#events/schemas/identity.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { logger } from '#shared/logger.ts';
import { type CreationFailure, everyMember, type Members } from './member.ts';
import type { Standing } from './standing.ts';

/** The event that wanted a user; `detail` is checked, the rest is kept as it came. */
export type FailedEvent = { detail: z.infer<typeof TenantProvisioned.detail> };

export type FailPorts = {
  now(): Date;
  standing(detail: FailedEvent['detail']): Promise<Standing>;
  members: Pick<Members, 'list' | 'failed'>;
  publish: Publish;
  /** Keeps the event where an operator can redrive it. */
  deadLetter(event: FailedEvent, reason: string): Promise<void>;
};

const isInUse = async (members: Pick<Members, 'list'>, tenantId: string): Promise<boolean> => {
  for await (const { announced } of everyMember(members, tenantId)) if (announced) return true;
  return false;
};

const announce = async (
  publish: Publish,
  { detail }: FailedEvent,
  { occurredAt, error }: CreationFailure,
) => {
  const { metadata, data } = detail;
  const { tenantId, adminEmail: email } = data;
  // Just after its cause, however often and late this runs.
  const at = new Date(Date.parse(metadata.occurredAt) + 1);
  await publish(
    UserCreationFailed,
    {
      eventId: derivedEventId(at, metadata.eventId, UserCreationFailed.type),
      occurredAt,
      tenantId,
      correlationId: metadata.correlationId,
      causationId: metadata.eventId,
    },
    { tenantId, email, role: 'TenantAdmin', error },
  );
};

/**
 * Nobody waits for an admin in vain: the failure is an event, for which the tenant is rolled back. It
 * says the same however often it is published: what was kept of the first failure. A tenant whose users
 * were announced before is in use and is not rolled back: its event is kept for an operator.
 */
export const failUserCreation =
  (ports: FailPorts) =>
  async (event: FailedEvent, error: CreationFailure['error']): Promise<void> => {
    const { metadata, data } = event.detail;
    const { tenantId } = data;
    const failure = await ports.members.failed(tenantId, metadata.eventId, {
      occurredAt: ports.now().toISOString(),
      error,
    });
    // After that: should the tenant be gone by now, what was kept of it goes here as well.
    const standing = await ports.standing(event.detail);
    if (standing !== 'standing') {
      logger.info('no failure of a tenant that was rolled back', { tenantId, standing });
    } else if (await isInUse(ports.members, tenantId)) {
      await ports.deadLetter(event, `${failure.error.name}: ${failure.error.message}`);
    } else {
      await announce(ports.publish, event, failure);
    }
  };

/** What Lambda tells a failure destination when an event's retries are spent. */
export const SpentInvocation = z.object({
  requestPayload: z.looseObject({ detail: TenantProvisioned.detail }),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .nullish(),
});
export type SpentInvocation = z.infer<typeof SpentInvocation>;

/** Fails a user's creation when the retries of its event are spent. */
export const reportUserCreationFailure =
  (fail: (event: FailedEvent, error: { name: string; message: string }) => Promise<void>) =>
  async ({ requestPayload, responsePayload }: SpentInvocation): Promise<void> => {
    const name = responsePayload?.errorType ?? 'Unknown';
    const message = responsePayload?.errorMessage ?? 'the function gave no reason';
    await fail(requestPayload, { name, message });
  };
