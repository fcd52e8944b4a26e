import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { batchOf, eachEntry, entriesOf } from './batch.ts';
import type { Message } from './messages.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './queue.ts';
import { readReceipt } from './receipt.ts';

const Deletion = z.strictObject({ ReceiptHandle: z.string() });
const Change = Deletion.extend({ VisibilityTimeout: z.int() });
const named = { QueueUrl: z.string() };
const entry = { Id: z.string() };

const heldBy = async (parts: Parts, queue: Queue, handle: string): Promise<Message | undefined> => {
  const { id, receipt } = readReceipt(queue.name, handle);
  const message = await parts.messages.get(queue.name, id);
  return message?.receipt === receipt ? message : undefined;
};

const remove = (
  parts: Parts,
  queue: Queue,
  { ReceiptHandle: handle }: z.infer<typeof Deletion>,
): Promise<JsonObject> =>
  parts.turns.take(queue.name, async () => {
    const message = await heldBy(parts, queue, handle);
    if (message) await parts.engine.store.batch(parts.messages.deleting(queue.name, message));
    return {};
  });

const checkTimeout = (timeout: number): void => {
  if (timeout >= 0 && timeout <= 43_200) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${timeout} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
  );
};

const change = (
  parts: Parts,
  queue: Queue,
  { ReceiptHandle: handle, VisibilityTimeout: timeout }: z.infer<typeof Change>,
): Promise<JsonObject> =>
  parts.turns.take(queue.name, async () => {
    checkTimeout(timeout);
    const message = await heldBy(parts, queue, handle);
    if (!message) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    const now = parts.engine.clock.now();
    if (message.visibleAt <= now) {
      throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
    }
    const after = { ...message, visibleAt: now + timeout * 1000 };
    await parts.engine.store.batch(parts.messages.changing(message, after));
    parts.arrivals.notify(queue.name);
    return {};
  });

/** DeleteMessage and ChangeMessageVisibility, single and in batches. */
export const acknowledgeOperations = (parts: Parts) => {
  const { queues } = parts;
  return {
    DeleteMessage: operation(Deletion.extend(named), async (input) =>
      remove(parts, await queues.byUrl(input.QueueUrl), input),
    ),
    DeleteMessageBatch: operation(batchOf(Deletion.extend(entry)), async (input) => {
      const queue = await queues.byUrl(input.QueueUrl);
      return eachEntry(entriesOf(input), (one) => remove(parts, queue, one));
    }),
    ChangeMessageVisibility: operation(Change.extend(named), async (input) =>
      change(parts, await queues.byUrl(input.QueueUrl), input),
    ),
    ChangeMessageVisibilityBatch: operation(batchOf(Change.extend(entry)), async (input) => {
      const queue = await queues.byUrl(input.QueueUrl);
      return eachEntry(entriesOf(input), (one) => change(parts, queue, one));
    }),
  };
};
