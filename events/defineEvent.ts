import * as z from 'zod';
import { TenantId } from './fields.ts';

const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

const metadataOf = (major: number) =>
  z.object({
    eventId: Ulid.describe('The key to dedupe by. A ULID; no order follows from it.'),
    sequence: z
      .int()
      .min(0)
      .default(0)
      .describe(
        'Of two events about one tenant or, where `data` has a userId, about one of its users, the greater is the later. Gaps mean nothing.',
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

/** Our own services that publish on the bus. */
export type EventSource = 'registration' | 'provisioning' | 'identity' | 'webhooks';

/** What a partner's events begin with on the bus: the rest is its name. */
export const PARTNER_PREFIX = 'partner.';

/** A system of somebody else that publishes on our bus. */
export type PartnerSource = `${typeof PARTNER_PREFIX}${string}`;

/** Whom the envelope names as the source. */
export type Publisher = EventSource | PartnerSource;

/** What a partner may be called. */
export const PARTNER_NAME = /^[a-z][a-z0-9-]{0,29}$/;

/** Who may be the envelope's source: our services, and where partners publish too, any of them. */
const sourceOf = (ours: readonly EventSource[], fromPartners: boolean) => {
  const any = [...ours, ...(fromPartners ? [`${PARTNER_PREFIX}<name>`] : [])];
  const partner = fromPartners ? '|partner\\.[a-z][a-z0-9-]{0,29}' : '';
  return any.length === 1
    ? z.literal(ours, `must be ${ours[0]}`)
    : z
        .string()
        .regex(new RegExp(`^(?:${ours.join('|')}${partner})$`), `must be ${any.join(' or ')}`);
};

/** An event as EventBridge hands it to a target: its envelope, and the detail that is ours. */
const envelopeOf = <const Type extends string, DetailSchema extends z.ZodType>(
  type: Type,
  source: z.ZodType<string, string>,
  detail: DetailSchema,
) =>
  z.object({
    version: z.literal('0').describe("The envelope's, not the event's: see detail.metadata."),
    id: z
      .string()
      .min(1)
      .describe("EventBridge's own; what is published twice has two. Never dedupe by it."),
    'detail-type': z.literal(type).describe('Which event it is.'),
    source: source.describe('Who publishes it: one of our services, or a partner.'),
    account: z.string().regex(/^\d{12}$/),
    time: z.iso.datetime().describe('occurredAt in whole seconds.'),
    region: z.string().min(1),
    resources: z.array(z.string()),
    'replay-name': z.string().min(1).optional().describe('Only on what an archive sends again.'),
    detail,
  });

/** What an event says to people. */
export type Prose = {
  /** What is now true, in a sentence. */
  says: string;
  /** When it is published, and how often. */
  when: string;
  /** What it means to a subscriber that counts tenants, and what may follow. */
  means: string;
};

/** What an event says to programs, and an example of it. */
export type Declaration<Type extends string, Shape extends z.ZodRawShape> = {
  type: Type;
  source: EventSource;
  /** A major version of its own, beside an older one of the same type. */
  major?: number;
  /** Others of our services that publish it, too. */
  alsoFrom?: readonly EventSource[];
  /** Partners publish it too, as `partner.<name>`. */
  fromPartners?: true;
  /** Nothing on the bus need have caused it. */
  uncaused?: true;
  /** The schema of each field of its data. */
  data: Shape;
  /** Data as it may arrive, with every optional field. */
  example: Required<z.input<z.ZodObject<NoInfer<Shape>>>>;
};

/** How a rule matches a source. */
export type SourceMatch = string | { prefix: string };

/**
 * Declares one event: everything that publishers, consumers, rules and docs derive from. Each major
 * of a type is a declaration of its own.
 */
export const defineEvent = <const Type extends string, Shape extends z.ZodRawShape>(
  declaration: Declaration<Type, Shape> & Prose,
) => {
  const { type, source, alsoFrom = [], major = 1 } = declaration;
  const { fromPartners = false, uncaused = false } = declaration;
  const { says, when, means, example } = declaration;
  /** Who publishes it; of some events, partners beside it. */
  const by: { source: Publisher } = { source };
  const ours = [source, ...alsoFrom];
  const sources: SourceMatch[] = [...ours, ...(fromPartners ? [{ prefix: PARTNER_PREFIX }] : [])];
  const data = z.object(declaration.data);
  const detail = z.object({ metadata: metadataOf(major), data });
  return {
    type,
    ...by,
    /** Our services that publish it, each under its own name. */
    ours,
    /** Whether partners publish it, too. */
    fromPartners,
    /** Whether it may do without a cause. */
    uncaused,
    major,
    version: `${major}.0`,
    /** What tells it from another major of the same type: in file names, construct ids and docs. */
    name: major === 1 ? type : `${type}V${major}`,
    /** The words of its declaration. */
    prose: { says, when, means },
    example,
    data,
    detail,
    envelope: envelopeOf(type, sourceOf(ours, fromPartners), detail),
    /** What a rule matches: this event, in any minor version of its major. */
    pattern: {
      source: sources,
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

/** The same event as another of our services publishes it. */
export const byService = <Event extends { source: Publisher; ours: readonly EventSource[] }>(
  source: EventSource,
  event: Event,
): Event => {
  if (!event.ours.includes(source)) throw new Error(`${source} does not publish this event`);
  return { ...event, source };
};

/** The same event as the partner of this name publishes it. */
export const byPartner = <Event extends { source: Publisher }>(
  name: string,
  event: Event,
): Event => ({ ...event, source: `${PARTNER_PREFIX}${name}` });

/** What `defineEvent` returns, for code that handles any event. */
export type EventDefinition<
  Shape extends z.ZodRawShape = z.ZodRawShape,
  Type extends string = string,
> = ReturnType<typeof defineEvent<Type, Shape>>;

/** The detail of an event on the bus: `{ metadata, data }`. */
export type Detail<Definition extends EventDefinition> = z.infer<Definition['detail']>;
