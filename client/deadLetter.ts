import type { Message } from '@aws-sdk/client-sqs';
import { z } from 'zod';

/** A consumer of events, and the queue of those that it could not take. */
export type DeadLetterQueue = {
  consumer: string;
  queueUrl: string;
  /** The function that its events go to again; unset where a queue stands before it, or nobody takes them. */
  functionArn?: string | undefined;
  /** The queue that its events go to again. */
  sourceUrl?: string | undefined;
};

const Text = z.string().optional().catch(undefined);

/** What can be told of an event, however broken it is. */
const BusEvent = z.object({
  'detail-type': z.string(),
  source: z.string(),
  detail: z
    .object({
      metadata: z.object({ eventId: Text, tenantId: Text }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const Untouched = z.record(z.string(), z.unknown());

/** What Lambda keeps of an invocation whose retries are spent. */
const InvocationRecord = z.looseObject({
  requestPayload: z.unknown(),
  requestContext: z
    .looseObject({ condition: z.string(), approximateInvokeCount: z.number() })
    .partial()
    .optional(),
  responsePayload: z
    .looseObject({ errorType: z.string(), errorMessage: z.string() })
    .partial()
    .nullish(),
});

/** A message of a dead-letter queue: why it is there, and the event that it holds. */
export type DeadLetter = {
  messageId: string;
  queue: DeadLetterQueue;
  sentAt: Date;
  /** Who gave up: EventBridge could not deliver, the function’s retries were spent, our code refused. */
  kind: 'delivery' | 'function' | 'refused' | 'unknown';
  reason: { code: string; message: string };
  /** More of what is known, in words. */
  details: string[];
  /** As it was on the bus; undefined when the message holds none, and cannot be redriven. */
  event: Record<string, unknown> | undefined;
  body: string;
};

type Why = Pick<DeadLetter, 'kind' | 'reason' | 'details' | 'event'>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The event within records of spent invocations: one may hold another. */
const eventIn = (value: unknown): DeadLetter['event'] => {
  if (BusEvent.safeParse(value).success) return Untouched.parse(value);
  const record = InvocationRecord.safeParse(value);
  const inner = record.success ? record.data.requestPayload : undefined;
  return inner === undefined ? undefined : eventIn(inner);
};

/** What kind of event a message holds, and whose it is. */
export const aboutEvent = ({ event }: Pick<DeadLetter, 'event'>) => {
  const { data } = BusEvent.safeParse(event);
  return { type: data?.['detail-type'] ?? 'none', ...data?.detail?.metadata };
};

const attributesOf = ({ MessageAttributes = {} }: Message) => {
  const of = (name: string) => MessageAttributes[name]?.StringValue;
  return {
    rule: of('RULE_ARN'),
    code: of('ERROR_CODE'),
    message: of('ERROR_MESSAGE') ?? '',
    attempts: of('RETRY_ATTEMPTS'),
    condition: of('EXHAUSTED_RETRY_CONDITION'),
  };
};

const undelivered = (message: Message, body: unknown): Why | undefined => {
  const { rule, code = '', message: text, attempts, condition } = attributesOf(message);
  if (rule === undefined) return undefined;
  const details = [
    `by the rule ${rule.split('/').at(-1)}`,
    ...(attempts === undefined ? [] : [`after ${attempts} retries`]),
    ...(condition === undefined ? [] : [condition]),
  ];
  return { kind: 'delivery', reason: { code, message: text }, details, event: eventIn(body) };
};

const refused = (message: Message, body: unknown): Why | undefined => {
  const { code, message: text } = attributesOf(message);
  if (code === undefined) return undefined;
  return { kind: 'refused', reason: { code, message: text }, details: [], event: eventIn(body) };
};

const spent = (_message: Message, body: unknown): Why | undefined => {
  const record = InvocationRecord.safeParse(body);
  if (!record.success || record.data.requestPayload === undefined) return undefined;
  const { requestContext: context, responsePayload: response } = record.data;
  const runs = context?.approximateInvokeCount;
  return {
    kind: 'function',
    reason: { code: response?.errorType ?? 'Unknown', message: response?.errorMessage ?? '' },
    details: [context?.condition ?? '', runs === undefined ? '' : `after ${runs} runs`].filter(
      Boolean,
    ),
    event: eventIn(record.data.requestPayload),
  };
};

/** A queue before a consumer gives up a message that its function failed for too often. */
const givenUp = ({ Attributes = {} }: Message, body: unknown): Why | undefined => {
  if (Attributes.DeadLetterQueueSourceArn === undefined) return undefined;
  return {
    kind: 'function',
    reason: { code: 'ReceivedTooOften', message: 'the log of the function says why it failed' },
    details: [],
    event: eventIn(body),
  };
};

/** Reads a message of a consumer's dead-letter queue, whoever put it there. */
export const deadLetterOf = (queue: DeadLetterQueue, message: Message): DeadLetter => {
  const { Body: body = '', MessageId: messageId = '', Attributes } = message;
  const value = parsed(body);
  const why =
    undelivered(message, value) ??
    refused(message, value) ??
    givenUp(message, value) ??
    spent(message, value);
  return {
    messageId,
    queue,
    sentAt: new Date(Number(Attributes?.SentTimestamp)),
    body,
    ...(why ?? {
      kind: 'unknown',
      reason: { code: 'Unknown', message: 'the message does not say why it is here' },
      details: [],
      event: eventIn(value),
    }),
  };
};
