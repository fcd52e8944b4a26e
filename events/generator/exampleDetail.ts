import { z } from 'zod';
import type { Detail, EventDefinition } from '../defineEvent.ts';
import { derivedEventId } from '../eventId.ts';
import { exampleTenant } from '../exampleTenant.ts';

/** When a sign-up is published in the examples, and when all that it causes. */
const SIGNED_UP = new Date('2026-01-05T09:30:00.000Z');
const LATER = new Date('2026-01-05T09:30:06.000Z');

const eventIdAt = (at: Date, type: string) =>
  derivedEventId(at, exampleTenant.registrationId, type);

const Subject = z.object({
  tenantId: z.string().default(exampleTenant.tenantId),
  registrationId: z.string().default(exampleTenant.registrationId),
});

const metadataOf = ({ type, version, uncaused, example }: EventDefinition) => {
  const { tenantId, registrationId } = Subject.parse(example);
  const at = uncaused ? SIGNED_UP : LATER;
  return {
    eventId: eventIdAt(at, type),
    version,
    occurredAt: at.toISOString(),
    tenantId,
    correlationId: registrationId,
    causationId: uncaused ? registrationId : eventIdAt(SIGNED_UP, 'TenantRegistered'),
  };
};

/**
 * The detail of an event's example: its data, and metadata derived from it. The same in every run.
 * Throws for an example that breaks the schema of its own event.
 */
export const exampleDetail = (event: EventDefinition): Detail<EventDefinition> => {
  const parsed = event.detail.safeParse({ metadata: metadataOf(event), data: event.example });
  if (parsed.success) return parsed.data;
  throw new Error(
    `the example of ${event.name} breaks its schema; correct it where the event is declared:\n${z.prettifyError(parsed.error)}`,
  );
};
