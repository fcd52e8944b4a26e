import type { catalog } from '../catalog.ts';
import type { EventSchema } from './eventSchema.ts';
import { rulePattern } from './rulePattern.ts';

/** An event of the catalogue with its generated schema. */
export type Described = { event: (typeof catalog)[number]; schema: EventSchema };

const entriesOf = <Value>(
  described: readonly Described[],
  toEntry: (one: Described) => [string, Value],
): Record<string, Value> => Object.fromEntries(described.map(toEntry));

const CHANNEL = '#/channels/tenantEvents';

/** Without `$schema` and `$id`: inside the document it is one of AsyncAPI's own schema objects. */
const payloadOf = ({ $schema: _dialect, $id: _id, examples: _examples, ...payload }: EventSchema) =>
  payload;

const messageOf = ({ event, schema }: Described) => ({
  name: event.name,
  title: schema.title,
  summary: event.prose.says,
  description: `${event.prose.when} ${event.prose.means}`,
  contentType: 'application/json',
  correlationId: { location: '$message.payload#/detail/metadata/correlationId' },
  payload: payloadOf(schema),
  examples: schema.examples.map((payload) => ({ name: event.name, payload })),
  'x-eventbridge-pattern': rulePattern(event),
});

const operationOf = ({ event }: Described) => ({
  action: 'send',
  channel: { $ref: CHANNEL },
  summary: `${event.source} publishes ${event.type} ${event.version}.`,
  messages: [{ $ref: `${CHANNEL}/messages/${event.name}` }],
});

/** The AsyncAPI 3 document: what the control plane sends, as its subscribers receive it. */
export const asyncApi = (described: readonly Described[]) => ({
  asyncapi: '3.1.0',
  info: {
    title: 'Tenant events',
    version: '1.0.0',
    description:
      'The events of the tenant-onboarding control plane. Delivery is at least once and unordered: dedupe by detail.metadata.eventId.',
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  defaultContentType: 'application/json',
  servers: {
    eventBridge: {
      host: 'events.{region}.amazonaws.com',
      protocol: 'https',
      description: 'Amazon EventBridge in the Region of the deployment.',
      variables: { region: { default: 'us-east-1', description: "The deployment's Region." } },
    },
  },
  channels: {
    tenantEvents: {
      address: '{eventBusName}',
      title: 'The event bus',
      description: 'Subscribe by an EventBridge rule; each message has its pattern.',
      parameters: { eventBusName: { description: 'The stack output EventBusName.' } },
      messages: entriesOf(described, ({ event }) => [
        event.name,
        { $ref: `#/components/messages/${event.name}` },
      ]),
    },
  },
  operations: entriesOf(described, (one) => [`publish${one.event.name}`, operationOf(one)]),
  components: { messages: entriesOf(described, (one) => [one.event.name, messageOf(one)]) },
});
