import { z } from 'zod';
import { catalog } from '../../events/catalog.ts';
import type { Metadata } from '../../events/defineEvent.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { BEGINNING } from '../../events/sequence.ts';
import { type Registration, statusOf } from '../../services/registration/registration.ts';
import { type Facts, isServed } from './facts.ts';
import type { SeenEvent } from './witness.ts';

/** What people did beside the product: no event tells of that. */
export type ByHand = {
  /** Addresses of admins that were made by hand. */
  emails: ReadonlySet<string>;
  /** Event ids in whose name the state machine was started by hand. */
  causes: ReadonlySet<string>;
};

type Read = { type: string; source: string; metadata: Metadata; text: string };

const Invited = z.object({ data: z.object({ email: z.string() }) });

const read = ({ Source, DetailType, Detail }: SeenEvent): Read | string => {
  const event = catalog.find(({ type }) => type === DetailType);
  if (!event?.envelope.shape.source.safeParse(Source).success)
    return `${Source} published ${DetailType}, which the catalog does not know`;
  const parsed = event.detail.safeParse(JSON.parse(Detail));
  if (!parsed.success) return `${DetailType} breaks its schema: ${parsed.error.message}`;
  return { type: DetailType, source: Source, metadata: parsed.data.metadata, text: Detail };
};

const contradictions = (events: readonly Read[]): string[] => {
  const texts = new Map<string, string>();
  return events.flatMap(({ type, metadata, text }) => {
    const before = texts.get(metadata.eventId);
    texts.set(metadata.eventId, text);
    return before === undefined || before === text
      ? []
      : [`${type} ${metadata.eventId} says two different things`];
  });
};

/** What begins with a customer, or with a look at what is there. */
const UNCAUSED = ['TenantRegistered', 'OrphansFound'];

/** Whoever is made by an operator's request is caused by no event. */
const isRequested = ({ type, text }: Read, { emails }: ByHand): boolean =>
  type === 'UserCreated' && emails.has(Invited.parse(JSON.parse(text)).data.email);

/** Where each event stands among those of its tenant. */
type Sequences = ReadonlyMap<string, number>;

const causeProblem = ({ type, metadata }: Read, known: Sequences): string | undefined => {
  const { eventId, causationId, correlationId, sequence } = metadata;
  const first = causationId === undefined || causationId === correlationId;
  if (first) return UNCAUSED.includes(type) ? undefined : `${type} ${eventId} has no cause`;
  const cause = known.get(causationId);
  if (cause === undefined) return `${type} ${eventId} is caused by nothing that happened`;
  return cause < sequence ? undefined : `${type} ${eventId} does not come after its cause`;
};

/** Every cause is another event, or the registration itself, and comes before. */
const uncaused = (events: readonly Read[], byHand: ByHand): string[] => {
  const told = events.map(({ metadata }) => [metadata.eventId, metadata.sequence] as const);
  const known = new Map([...[...byHand.causes].map((id) => [id, BEGINNING] as const), ...told]);
  return events
    .filter((event) => !isRequested(event, byHand))
    .flatMap((event) => causeProblem(event, known) ?? []);
};

const SIGN_UP = ['tenantId', 'tenantName', 'adminEmail', 'tier', 'registeredAt'] as const;

const WANTED = ['TenantRegistered', 'TenantProvisioned', 'UserCreated'];

const incomplete = (facts: Facts, events: readonly Read[]): string[] =>
  facts.registrations.flatMap(({ registration }) => {
    const status = statusOf(registration);
    const own = events.filter(
      ({ metadata }) => metadata.correlationId === registration.registrationId,
    );
    const refused = own.some(({ type }) => type === 'RegistrationRefused');
    const outcome = refused ? 'RegistrationRefused' : 'TenantProvisioningFailed';
    const wanted = isServed(registration) ? WANTED : ['TenantRegistered', outcome];
    return wanted
      .filter((type) => !own.some((event) => event.type === type))
      .map((type) => `${registration.registrationId} is ${status} without ${type}`);
  });

/** A registration says what its own TenantRegistered says, whoever else has named it before. */
const misremembered = ({ registrations }: Facts, events: readonly Read[]): string[] =>
  registrations.flatMap(({ registration }) => {
    const { registrationId, registeredEventId } = registration;
    const event = events.find(({ metadata }) => metadata.eventId === registeredEventId);
    if (!event) return [];
    const { metadata, data } = TenantRegistered.detail.parse(JSON.parse(event.text));
    const told: Partial<Registration> = { ...data, registeredAt: metadata.occurredAt };
    return SIGN_UP.filter((field) => told[field] !== registration[field]).map(
      (field) => `${registrationId} has another ${field} than its TenantRegistered`,
    );
  });

const OUTCOMES = ['TenantProvisioned', 'TenantProvisioningFailed', 'RegistrationRefused'];

const Said = z.object({ data: z.looseObject({ reason: z.string().optional() }) });

const dataOf = ({ text }: Read) => Said.parse(JSON.parse(text)).data;

/** What an event says, and who says it. */
const said = (event: Read): string => JSON.stringify([event.source, dataOf(event)]);

/** Whoever registers hears what came of it, once: the same said again is no other registration. */
const misanswered = (events: readonly Read[]): string[] => {
  const outcomesOf = ({ metadata }: Read): Read[] =>
    events.filter(
      (event) => OUTCOMES.includes(event.type) && event.metadata.causationId === metadata.eventId,
    );
  const ofType = events.filter(({ type }) => type === 'TenantRegistered');
  const registered = [...new Map(ofType.map((event) => [event.metadata.eventId, event])).values()];
  return registered.flatMap((event) => {
    const { eventId, correlationId } = event.metadata;
    const same = registered.filter((other) => said(other) === said(event));
    const outcomes = same.flatMap(outcomesOf);
    if (outcomes.length === 0) return [`${correlationId} is not answered: ${eventId}`];
    const isRefused = (outcome: Read) => dataOf(outcome).reason === 'RegistrationIdInUse';
    const isIts = outcomes.some((outcome) => !isRefused(outcome));
    return isIts && outcomesOf(event).some(isRefused)
      ? [`${correlationId} is refused its own: ${eventId}`]
      : [];
  });
};

/** A tenant's id is one registration's, whatever becomes of it. */
const shared = (events: readonly Read[]): string[] => {
  const owners = new Map<string, Set<string>>();
  for (const { type, metadata } of events) {
    const { tenantId, causationId = '' } = metadata;
    if (!/^TenantProvision/.test(type)) continue;
    owners.set(tenantId, (owners.get(tenantId) ?? new Set()).add(causationId));
  }
  return [...owners].flatMap(([tenantId, { size }]) =>
    size > 1 ? [`${tenantId} has outcomes of ${size} registrations`] : [],
  );
};

/**
 * Nobody hears of a tenant that then fails, but for one whose first admin could not be made, or that
 * an operator has undone by hand in its own name before anybody used it.
 */
const takenBack = (events: readonly Read[], { causes }: ByHand): string[] => {
  const ofType = (wanted: string) => events.filter(({ type }) => type === wanted);
  const causedBy = ({ metadata }: Read) => metadata.causationId ?? '';
  const withoutAdmin = new Set(ofType('UserCreationFailed').map(causedBy));
  const announced = ofType('TenantProvisioned');
  return ofType('TenantProvisioningFailed').flatMap((failed) => {
    const cause = causedBy(failed);
    const last = announced
      .filter((event) => causedBy(event) === cause)
      .filter(({ metadata }) => metadata.sequence < failed.metadata.sequence)
      .sort((one, other) => one.metadata.sequence - other.metadata.sequence)
      .at(-1);
    return last === undefined || withoutAdmin.has(last.metadata.eventId) || causes.has(cause)
      ? []
      : [`${cause} was provisioned and then failed`];
  });
};

const TIME_LENGTH = 10;

const SWITCHED = ['TenantDeactivated', 'TenantActivated'];

/** What is said several times for one cause: whoever is removed may be invited once more, and a tenant switched again. */
const OFTEN = ['UserCreated', ...SWITCHED];

const About = z.object({ data: z.looseObject({ userId: z.string().optional() }) });

/** What says the same under the same id to the letter; of others the time may be another. */
const UNDER_ONE_ID = /^User|^Tenant(Deactivated|Activated)$/;

const whatIsSaid = ({ type, metadata, text }: Read): string => {
  const { causationId, tenantId, occurredAt } = metadata;
  const { userId = '' } = About.parse(JSON.parse(text)).data;
  const when = OFTEN.includes(type) ? occurredAt : '';
  return `${type} of ${tenantId} ${userId} ${when}, caused by ${causationId}`;
};

/**
 * Who publishes the same again says it under the same id, so that consumers know it. Outcomes of a saga's
 * replay have another time in it.
 */
const saidTwice = (events: readonly Read[]): string[] => {
  const ids = new Map<string, Set<string>>();
  for (const event of events) {
    const { causationId, eventId } = event.metadata;
    if (causationId === undefined) continue;
    const said = whatIsSaid(event);
    const id = UNDER_ONE_ID.test(event.type) ? eventId : eventId.slice(TIME_LENGTH);
    ids.set(said, (ids.get(said) ?? new Set()).add(id));
  }
  return [...ids].flatMap(([said, { size }]) =>
    size > 1 ? [`${said}: published under ${size} ids`] : [],
  );
};

/** Each change of a tenant's status has a number of its own. */
const sharedNumbers = (events: readonly Read[]): string[] => {
  const ids = new Map<string, Set<string>>();
  for (const { type, metadata } of events) {
    if (!SWITCHED.includes(type)) continue;
    const number = `${metadata.tenantId} changed its status as number ${metadata.sequence}`;
    ids.set(number, (ids.get(number) ?? new Set()).add(metadata.eventId));
  }
  return [...ids].flatMap(([number, { size }]) => (size > 1 ? [`${number} ${size} times`] : []));
};

/** What is wrong with the events that were published. */
export const eventViolations = (
  { facts, byHand }: { facts: Facts; byHand: ByHand },
  seen: readonly SeenEvent[],
): string[] => {
  const all = seen.map(read);
  const broken = all.filter((event) => typeof event === 'string');
  const events = all.filter((event) => typeof event !== 'string');
  return [
    ...broken,
    ...contradictions(events),
    ...uncaused(events, byHand),
    ...incomplete(facts, events),
    ...misremembered(facts, events),
    ...misanswered(events),
    ...shared(events),
    ...takenBack(events, byHand),
    ...saidTwice(events),
    ...sharedNumbers(events),
  ];
};
