import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { attributesMd5, chosenAttributes, md5 } from './messageAttributes.ts';
import type { Message } from './messages.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './queue.ts';
import { numberOf } from './queueAttributes.ts';
import { receiptHandle } from './receipt.ts';
import { type Taking, takeMessages } from './takeMessages.ts';

const ReceiveMessage = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.int().default(1),
  VisibilityTimeout: z.int().optional(),
  WaitTimeSeconds: z.int().optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});
type ReceiveMessage = z.infer<typeof ReceiveMessage>;

const within = (name: string, value: number, [least, most]: [number, number]): number => {
  if (value >= least && value <= most) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
};

const takingOf = (queue: Queue, input: ReceiveMessage): Taking => ({
  queue,
  limit: within('MaxNumberOfMessages', input.MaxNumberOfMessages, [1, 10]),
  visibilityMs:
    within(
      'VisibilityTimeout',
      input.VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout'),
      [0, 43_200],
    ) * 1000,
});

const waitOf = (queue: Queue, input: ReceiveMessage): number =>
  within(
    'WaitTimeSeconds',
    input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds'),
    [0, 20],
  ) * 1000;

/** Looks until there are messages, the time is over or the engine stops. */
const poll = async (parts: Parts, taking: Taking, deadline: number): Promise<Message[]> => {
  const { arrivals, engine, messages, turns } = parts;
  const { name } = taking.queue;
  while (!arrivals.closed) {
    const lookout = arrivals.watch(name);
    try {
      const taken = await turns.take(name, () => takeMessages(parts, taking));
      if (taken.length > 0 || engine.clock.now() >= deadline) return taken;
      const next = (await messages.firstVisibleAt(name)) ?? deadline;
      await lookout.wait(Math.min(next, deadline) - engine.clock.now());
    } finally {
      lookout.close();
    }
  }
  return [];
};

const systemAttributes = (message: Message, names: readonly string[]): JsonObject => {
  const all: Record<string, string> = {
    ...message.systemAttributes,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receivedElsewhere + message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  };
  const wanted = Object.entries(all).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
};

const answerOf = (message: Message, input: ReceiveMessage): JsonObject => {
  const names = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  const attributes = chosenAttributes(message.attributes, input.MessageAttributeNames);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...systemAttributes(message, names),
    ...(Object.keys(attributes).length > 0 && {
      MD5OfMessageAttributes: attributesMd5(attributes),
      MessageAttributes: attributes,
    }),
  };
};

/** ReceiveMessage, with long polling on the engine's clock. */
export const receiveOperations = (parts: Parts) => ({
  ReceiveMessage: operation(ReceiveMessage, async (input) => {
    const queue = await parts.queues.byUrl(input.QueueUrl);
    const deadline = parts.engine.clock.now() + waitOf(queue, input);
    const taken = await poll(parts, takingOf(queue, input), deadline);
    return taken.length > 0 ? { Messages: taken.map((message) => answerOf(message, input)) } : {};
  }),
});
