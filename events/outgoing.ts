import type * as z from 'zod';
import type { EventDefinition, Metadata } from './defineEvent.ts';

/** What a publisher says of an event; the version comes from its declaration. */
export type Provenance = Omit<Metadata, 'version'> & { causationId: string };

/** An event that holds to its schema and is ready to be sent. */
export type Outgoing = {
  source: string;
  type: string;
  eventId: string;
  tenantId: string;
  occurredAt: string;
  /** As JSON. */
  detail: string;
};

/** Makes an event ready to be sent; a detail that breaks its schema throws ZodError. */
export const outgoing = <Shape extends z.ZodRawShape>(
  event: EventDefinition<Shape>,
  provenance: Provenance,
  data: z.input<z.ZodObject<NoInfer<Shape>>>,
): Outgoing => {
  const metadata = { ...provenance, version: event.version };
  const { eventId, tenantId, occurredAt } = provenance;
  const detail = JSON.stringify(event.detail.parse({ metadata, data }));
  return { source: event.source, type: event.type, eventId, tenantId, occurredAt, detail };
};
