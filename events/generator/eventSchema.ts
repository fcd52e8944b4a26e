import * as z from 'zod';
import type { Detail, EventDefinition } from '../defineEvent.ts';
import { exampleDetail } from './exampleDetail.ts';

/** The example of an event as EventBridge would deliver it. */
const delivered = (event: EventDefinition, detail: Detail<EventDefinition>) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': event.type,
  source: event.source,
  account: '123456789012',
  time: detail.metadata.occurredAt.replace(/\.\d+Z$/, 'Z'),
  region: 'us-east-1',
  resources: [],
  detail,
});

/**
 * The JSON Schema of an event as subscribers receive it. It is that of zod's input, which is what
 * the bus lets through: fields that it does not name pass, because a newer minor may have them.
 */
export const bareSchema = (event: EventDefinition) => {
  const { $schema, ...schema } = z.toJSONSchema(event.envelope, { io: 'input' });
  return {
    $schema,
    $id: `urn:tenant-onboarding:event:${event.type}:${event.major}`,
    title: `${event.type} ${event.version}`,
    description: event.prose.says,
    ...schema,
  };
};

/** The same with the event's example. Throws for an example that breaks the schema. */
export const eventSchema = (event: EventDefinition) => ({
  ...bareSchema(event),
  examples: [delivered(event, exampleDetail(event))],
});

export type EventSchema = ReturnType<typeof eventSchema>;
