import { z } from 'zod';
import { TenantId } from './fields.ts';

const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

const metadataOf = (major: number) =>
  z.object({
    /** The dedupe key for every consumer. */
    eventId: Ulid,
    version: z
      .string()
      .regex(new RegExp(`^${major}\\.\\d+$`), `must be ${major}.<minor> for this event`),
    occurredAt: z.iso.datetime(),
    tenantId: TenantId,
    /** The registration's id, the same on every event that it causes. */
    correlationId: z.string().min(1).max(64),
    /** What caused this event: an eventId, or the registration's id for the first one. */
    causationId: z.string().min(1).max(64).optional(),
  });

export type Metadata = z.infer<ReturnType<typeof metadataOf>>;

/** Who emits events on the bus. */
export type EventSource = 'registration' | 'provisioning' | 'identity';

/** Declares one event: everything that publishers, consumers, rules and docs derive from. */
export const defineEvent = <Shape extends z.ZodRawShape>(
  type: string,
  source: EventSource,
  shape: Shape,
) => {
  const major = 1;
  const data = z.object(shape);
  return {
    type,
    source,
    version: `${major}.0`,
    data,
    detail: z.object({ metadata: metadataOf(major), data }),
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
export type EventDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> = ReturnType<
  typeof defineEvent<Shape>
>;

/** The detail of an event on the bus: `{ metadata, data }`. */
export type Detail<Definition extends EventDefinition> = z.infer<Definition['detail']>;
