import { z } from 'zod';
import type { Detail, EventDefinition } from '../defineEvent.ts';

/** What a schema says to people: the event in a sentence, and a golden sample of its detail. */
export type About = { says: string; sample: Detail<EventDefinition> };

/** An event's sample as EventBridge would deliver it. */
const delivered = (event: EventDefinition, sample: About['sample']) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': event.type,
  source: event.source,
  account: '123456789012',
  time: sample.metadata.occurredAt.replace(/\.\d+Z$/, 'Z'),
  region: 'us-east-1',
  resources: [],
  detail: sample,
});

/**
 * The JSON Schema of an event as subscribers receive it. It is that of zod's input, which is what
 * the bus lets through: fields that it does not name pass, because a newer minor may have them.
 */
export const eventSchema = (event: EventDefinition, { says, sample }: About) => {
  const { $schema, ...schema } = z.toJSONSchema(event.envelope, { io: 'input' });
  return {
    $schema,
    $id: `urn:tenant-onboarding:event:${event.type}:${event.major}`,
    title: `${event.type} ${event.version}`,
    description: says,
    ...schema,
    examples: [delivered(event, sample)],
  };
};

export type EventSchema = ReturnType<typeof eventSchema>;
