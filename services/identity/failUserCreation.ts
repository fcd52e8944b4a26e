import * as z from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreationFailed } from '#events/schemas/identity.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { joinedAt } from '#events/sequence.ts';
import { logger } from '#shared/logger.ts';
import type { Standing } from '#shared/present.ts';
import type { CreationFailure, Members } from './member.ts';

/** The event that wanted a user; `detail` is checked, the rest is kept as it came. */
export type FailedEvent = { detail: z.infer<typeof TenantProvisioned.detail> };

export type FailPorts = {
  now(): Date;
  standing(detail: FailedEvent['detail']): Promise<Standing>;
  members: Pick<Members, 'decide'>;
  publish: Publish;
  /** Keeps the event where an operator can redrive it. */
  deadLetter(event: FailedEvent, reason: string): Promise<void>;
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
      sequence: joinedAt(metadata.sequence),
      correlationId: metadata.correlationId,
      causationId: metadata.eventId,
    },
    { tenantId, email, role: 'TenantAdmin', error },
  );
};

/**
 * Nobody waits for an admin in vain: the failure is an event, for which the tenant is rolled back. It
 * says the same however often it is published: what was kept of the first failure. A tenant of which a
 * user was announced is in use and is not rolled back: its event is kept for an operator.
 */
export const failUserCreation =
  (ports: FailPorts) =>
  async (event: FailedEvent, error: CreationFailure['error']): Promise<void> => {
    const { metadata, data } = event.detail;
    const { tenantId } = data;
    const standing = await ports.standing(event.detail);
    if (standing !== 'standing') {
      logger.info('no failure of a tenant that was rolled back', { tenantId, standing });
      return;
    }
    const failure = { occurredAt: ports.now().toISOString(), error };
    const decided = await ports.members.decide(metadata.eventId, { kind: 'failed', failure });
    if (decided.kind === 'failed') await announce(ports.publish, event, decided.failure);
    else await ports.deadLetter(event, `${error.name}: ${error.message}`);
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
