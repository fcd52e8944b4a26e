import type { z } from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { UserCreationFailed } from '#events/schemas/identity.ts';
import type { TenantProvisioned } from '#events/schemas/provisioning.ts';

/** The event that wanted a user; `detail` is checked, the rest is kept as it came. */
export type FailedEvent = { detail: z.infer<typeof TenantProvisioned.detail> };

export type FailPorts = {
  now(): Date;
  publish: Publish;
  /** Keeps the event where an operator can redrive it. */
  deadLetter(event: FailedEvent, reason: string): Promise<void>;
};

/** Nobody waits for an admin in vain: the failure is an event, and what caused it is kept. */
export const failUserCreation =
  (ports: FailPorts) =>
  async (event: FailedEvent, error: { name: string; message: string }): Promise<void> => {
    const { metadata, data } = event.detail;
    const { tenantId, adminEmail: email } = data;
    // Just after its cause, however often and late this runs.
    const at = new Date(Date.parse(metadata.occurredAt) + 1);
    await ports.deadLetter(event, `${error.name}: ${error.message}`);
    await ports.publish(
      UserCreationFailed,
      {
        eventId: derivedEventId(at, metadata.eventId, UserCreationFailed.type),
        occurredAt: ports.now().toISOString(),
        tenantId,
        correlationId: metadata.correlationId,
        causationId: metadata.eventId,
      },
      { tenantId, email, role: 'TenantAdmin', error },
    );
  };
