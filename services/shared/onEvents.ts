import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Detail, EventDefinition } from '#events/defineEvent.ts';
import { type About, withAbout } from './about.ts';
import { clientDefaults } from './clients.ts';
import { deadLetterTo } from './deadLetter.ts';
import type { FunctionDeclaration } from './defineFunction.ts';
import { disbelief } from './disbelief.ts';
import { eachQueued } from './eachQueued.ts';
import { env } from './env.ts';
import { Contradicted } from './errors.ts';
import { logger } from './logger.ts';

/** What a consumer of events needs from its deployment. */
export const ConsumerEnv = z.object({ DEAD_LETTER_QUEUE_URL: z.url() });

const Envelope = z.looseObject({
  'detail-type': z.string(),
  source: z.string().optional(),
  detail: z.unknown(),
});
type Envelope = z.infer<typeof Envelope>;

/** Why an event breaks its schema, in one line. */
export const reasonOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');

type Accepted = { valid: true; run(): Promise<void> } | { valid: false; reason: string };

/** One major of an event and what to do with it. */
export type Consumer = { type: string; major: number; accept(event: Envelope): Accepted };

const Versioned = z.looseObject({ metadata: z.looseObject({ version: z.string() }) });

const isOfMajor = (detail: unknown, major: number): boolean =>
  Versioned.safeParse(detail).data?.metadata.version.startsWith(`${major}.`) ?? false;

/** The consumer of this major; where there is none, any of the type says what is wrong. */
const consumerOf = (consumers: readonly Consumer[], event: Envelope): Consumer | undefined => {
  const ofType = consumers.filter(({ type }) => type === event['detail-type']);
  return ofType.find(({ major }) => isOfMajor(event.detail, major)) ?? ofType[0];
};

type Run<Event extends EventDefinition> = (
  detail: Detail<Event>,
  envelope: Envelope,
) => Promise<void>;

const consumer = <Event extends EventDefinition>(event: Event, run: Run<Event>): Consumer => ({
  type: event.type,
  major: event.major,
  accept(envelope) {
    const parsed = z.safeParse<Event['detail']>(event.detail, envelope.detail);
    if (!parsed.success) return { valid: false, reason: reasonOf(parsed.error) };
    const detail = parsed.data;
    const reason = disbelief(event, { source: envelope.source, detail });
    return reason === undefined
      ? { valid: true, run: () => run(detail, envelope) }
      : { valid: false, reason };
  },
});

/** Whether events come to a function from a queue. */
type Queues = Pick<FunctionDeclaration, 'queue' | 'postpones'>;

type Declared<Events extends Record<keyof Events, EventDefinition>> = Queues & {
  readonly consumes: Events;
};

/** The code for each of the events that a function declares: no fewer, no others. */
export type Consumers<Events extends Record<keyof Events, EventDefinition>> = {
  readonly [Name in keyof Events]: Run<Events[Name]>;
};

/** Binds the declared events to their code. */
export const consumersOf = <Events extends Record<keyof Events, EventDefinition>>(
  { consumes }: Declared<Events>,
  runs: Consumers<NoInfer<Events>>,
): Consumer[] => {
  const bound: Consumer[] = [];
  for (const name in consumes) bound.push(consumer(consumes[name], runs[name]));
  return bound;
};

/** Why an event is kept, as the dead letter's ERROR_CODE. */
type Refusal = { code: 'INVALID_EVENT' | 'CONTRADICTED'; reason: string };

/** Runs what an event asks for, unless there is a reason against it, which it answers. */
const refusalOf = async (accepted: Accepted): Promise<Refusal | undefined> => {
  if (!accepted.valid) return { code: 'INVALID_EVENT', reason: accepted.reason };
  try {
    await accepted.run();
    return undefined;
  } catch (error) {
    if (!(error instanceof Contradicted)) throw error;
    return { code: 'CONTRADICTED', reason: error.message };
  }
};

const Provenance = z.looseObject({
  metadata: z.looseObject({
    eventId: z.string(),
    tenantId: z.string().optional(),
    correlationId: z.string().optional(),
  }),
});

const aboutOf = ({ detail }: Envelope): About => {
  const { eventId, tenantId, correlationId } = Provenance.safeParse(detail).data?.metadata ?? {};
  return { eventId, tenantId, correlationId };
};

const consuming = ({ queue, postpones }: Queues, consumers: readonly Consumer[]) => {
  const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);
  const deadLetter = deadLetterTo(new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL);
  const take = async (event: unknown): Promise<void> => {
    const envelope = Envelope.parse(event);
    const consumer = consumerOf(consumers, envelope);
    if (!consumer) throw new Error(`no consumer here for the event ${envelope['detail-type']}`);
    await withAbout(aboutOf(envelope), async () => {
      const refusal = await refusalOf(consumer.accept(envelope));
      if (!refusal) return;
      logger.warn('event refused: dead-lettered', refusal);
      await deadLetter(event, refusal);
    });
  };
  return queue || postpones ? eachQueued(take) : take;
};

/**
 * The handler of a function that consumes events. One that breaks its schema, that cannot be believed or
 * that the present contradicts goes to the dead-letter queue with its reason and is not retried; any other
 * failure is thrown, so that Lambda retries it and dead-letters it when the retries are spent. Where a queue
 * is declared, before it or for what it postpones, events come in batches, and those that failed stay there.
 */
export const onEvents = <Events extends Record<keyof Events, EventDefinition>>(
  declared: Declared<Events>,
  runs: Consumers<NoInfer<Events>>,
) => consuming(declared, consumersOf(declared, runs));

/** As `onEvents`, where one piece of code takes every event that is declared. */
export const onEveryEvent = (
  declared: Declared<Readonly<Record<string, EventDefinition>>>,
  run: (event: EventDefinition, detail: Detail<EventDefinition>) => Promise<void>,
) =>
  consuming(
    declared,
    Object.values(declared.consumes).map((event) =>
      consumer(event, (detail) => run(event, detail)),
    ),
  );
