import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { z } from 'zod';
import type { EventDefinition, Metadata } from './defineEvent.ts';

/** What a publisher says of an event; the version comes from its declaration. */
export type Provenance = Omit<Metadata, 'version'> & { causationId: string };

/** EventBridge took the request but not the event. Trying again may help. */
export class EventNotPublished extends Error {
  override readonly name = 'EventNotPublished';
}

/** Publishes one event and resolves when the bus has it; throws EventNotPublished when it has not. */
export type Publish = <Shape extends z.ZodRawShape>(
  event: EventDefinition<Shape>,
  provenance: Provenance,
  data: z.input<z.ZodObject<Shape>>,
) => Promise<void>;

/** Publishes on one bus. A detail that breaks its schema throws ZodError before anything is sent. */
export const publishOn =
  (client: Pick<EventBridgeClient, 'send'>, busName: string): Publish =>
  async (event, provenance, data) => {
    const metadata = { ...provenance, version: event.version };
    const entry = {
      EventBusName: busName,
      Source: event.source,
      DetailType: event.type,
      Time: new Date(provenance.occurredAt),
      Detail: JSON.stringify(event.detail.parse({ metadata, data })),
    };
    const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (answer.FailedEntryCount === 0) return;
    const { ErrorCode, ErrorMessage } = answer.Entries?.[0] ?? {};
    throw new EventNotPublished(
      `${event.type} ${provenance.eventId}: ${ErrorCode} ${ErrorMessage}`,
    );
  };
