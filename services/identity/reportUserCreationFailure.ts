import { z } from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreationFailed } from '#events/schemas/identity.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';

/** What Lambda tells a failure destination when an event's retries are spent. */
export const SpentInvocation = z.object({
  timestamp: z.iso.datetime({ offset: true }),
  requestPayload: z.looseObject({ detail: TenantProvisioned.detail }),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .nullish(),
});
export type SpentInvocation = z.infer<typeof SpentInvocation>;

export type ReportPorts = {
  publish: Publish;
  /** Keeps the event where an operator can redrive it. */
  deadLetter(event: unknown, reason: string): Promise<void>;
};

/** Nobody waits for an admin in vain: the failure is an event, and its cause is kept. */
export const reportUserCreationFailure = (ports: ReportPorts) => async (spent: SpentInvocation) => {
  const { metadata, data } = spent.requestPayload.detail;
  const failedAt = new Date(spent.timestamp);
  const name = spent.responsePayload?.errorType ?? 'Unknown';
  const message = spent.responsePayload?.errorMessage ?? 'the function gave no reason';
  await ports.deadLetter(spent.requestPayload, `${name}: ${message}`);
  await ports.publish(
    UserCreationFailed,
    {
      eventId: derivedEventId(failedAt, metadata.eventId, UserCreationFailed.type),
      occurredAt: failedAt.toISOString(),
      tenantId: data.tenantId,
      correlationId: metadata.correlationId,
      causationId: metadata.eventId,
    },
    {
      tenantId: data.tenantId,
      email: data.adminEmail,
      role: 'TenantAdmin',
      error: { name, message },
    },
  );
};
