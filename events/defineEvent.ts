import { z } from 'zod';
import { TenantId } from './fields.ts';

const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

const metadataOf = (major: number) =>
  z.object({
    eventId: Ulid.describe(
      'The key to dedupe by. A ULID: of two events of one tenant, the greater is the later.',
    ),
    version: z
      .string()
      .regex(new RegExp(`^${major}\\.\\d+$`), `must be ${major}.<minor> for this event`)
      .describe('major.minor. A minor adds optional fields and nothing else.'),
    occurredAt: z.iso.datetime().describe('When it became true, in UTC.'),
    tenantId: TenantId,
    correlationId: z
      .string()
      .min(1)
      .max(64)
      .describe("The registration's id, the same on every event that it causes."),
    causationId: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe("What caused it: an eventId, or the registration's id for the first event."),
  });

export type Metadata = z.infer<ReturnType<typeof metadataOf>>;

/** Who emits events on the bus. */
export type EventSource = 'registration' | 'provisioning' | 'identity';

/** An event as EventBridge hands it to a target: its envelope, and the detail that is ours. */
const envelopeOf = <const Type extends string, DetailSchema extends z.ZodType>(
  type: Type,
  source: EventSource,
  detail: DetailSchema,
) =>
  z.object({
    version: z.literal('0').describe("The envelope's, not the event's: see detail.metadata."),
    id: z
      .string()
      .min(1)
      .describe("EventBridge's own; what is published twice has two. Never dedupe by it."),
    'detail-type': z.literal(type).describe('Which event it is.'),
    source: z.literal(source).describe('The service that publishes it.'),
    account: z.string().regex(/^\d{12}$/),
    time: z.iso.datetime().describe('occurredAt in whole seconds.'),
    region: z.string().min(1),
    resources: z.array(z.string()),
    'replay-name': z.string().min(1).optional().describe('Only on what an archive sends again.'),
    detail,
  });

/** An event in a major version of its own, beside an older one of the same type. */
export type InMajor<Type extends string> = { type: Type; major: number };

/**
 * Declares one event: everything that publishers, consumers, rules and docs derive from. Each major
 * of a type is a declaration of its own.
 */
export const defineEvent = <const Type extends string, Shape extends z.ZodRawShape>(
  named: Type | InMajor<Type>,
  source: EventSource,
  shape: Shape,
) => {
  const { type, major } = typeof named === 'string' ? { type: named, major: 1 } : named;
  const data = z.object(shape);
  const detail = z.object({ metadata: metadataOf(major), data });
  return {
    type,
    source,
    major,
    version: `${major}.0`,
    /** What tells it from another major of the same type: in file names, construct ids and docs. */
    name: major === 1 ? type : `${type}V${major}`,
    data,
    detail,
    envelope: envelopeOf(type, source, detail),
    /** What a rule matches: this event, in any minor version of its major. */
    pattern: {
      source: [source],
      detailType: [type],
      detail: { metadata: { version: [{ prefix: `${major}.` }] } },
    },
  };
};

/** The same event with so many changes behind it, each of which added optional fields to its data. */
export const inMinor = <Event extends { version: string }>(minor: number, event: Event): Event => ({
  ...event,
  version: event.version.replace(/\d+$/, String(minor)),
});

/** What `defineEvent` returns, for code that handles any event. */
export type EventDefinition<
  Shape extends z.ZodRawShape = z.ZodRawShape,
  Type extends string = string,
> = ReturnType<typeof defineEvent<Type, Shape>>;

/** The detail of an event on the bus: `{ metadata, data }`. */
export type Detail<Definition extends EventDefinition> = z.infer<Definition['detail']>;
