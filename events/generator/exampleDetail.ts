import * as z from 'zod';
import type { Detail, EventDefinition } from '../defineEvent.ts';
import { derivedEventId } from '../eventId.ts';
import { exampleTenant } from '../exampleTenant.ts';
import { BEGINNING, joinedAt, sequenceOf } from '../sequence.ts';

/** When a sign-up is published in the examples, and when all that it causes. */
const SIGNED_UP = new Date('2026-01-05T09:30:00.000Z');
const PROVISIONED = new Date('2026-01-05T09:30:06.000Z');
const HAS_ADMIN = new Date('2026-01-05T09:30:08.000Z');

const eventIdAt = (at: Date, type: string) =>
  derivedEventId(at, exampleTenant.registrationId, type);

const Subject = z.object({
  tenantId: z.string().default(exampleTenant.tenantId),
  registrationId: z.string().default(exampleTenant.registrationId),
});

const WAS_PROVISIONED = sequenceOf(0, 'provisioned');

/** When an event is published in the examples, what has caused it, and where it stands among a tenant's. */
const originOf = ({ uncaused, source, type }: EventDefinition, registrationId: string) => {
  if (uncaused) return { at: SIGNED_UP, causationId: registrationId, sequence: BEGINNING };
  if (source === 'identity') {
    const causationId = eventIdAt(PROVISIONED, 'TenantProvisioned');
    return { at: HAS_ADMIN, causationId, sequence: joinedAt(WAS_PROVISIONED) };
  }
  const sequence = type.endsWith('Failed') ? sequenceOf(0, 'failed') : WAS_PROVISIONED;
  return { at: PROVISIONED, causationId: eventIdAt(SIGNED_UP, 'TenantRegistered'), sequence };
};

const metadataOf = (event: EventDefinition) => {
  const { type, version, example } = event;
  const { tenantId, registrationId } = Subject.parse(example);
  const { at, causationId, sequence } = originOf(event, registrationId);
  return {
    eventId: eventIdAt(at, type),
    version,
    occurredAt: at.toISOString(),
    tenantId,
    sequence,
    correlationId: registrationId,
    causationId,
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
