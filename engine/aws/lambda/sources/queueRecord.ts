import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';

const MessageAttribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

/** A message as ReceiveMessage answers it. */
export const QueueMessage = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  MD5OfMessageAttributes: z.string().optional(),
  Attributes: z.record(z.string(), z.string()).default({}),
  MessageAttributes: z.record(z.string(), MessageAttribute).default({}),
});
export type QueueMessage = z.infer<typeof QueueMessage>;

const attributeOf = (attribute: z.infer<typeof MessageAttribute>): JsonObject => {
  const { DataType: dataType, StringValue, BinaryValue } = attribute;
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType,
  };
};

/** A message as Lambda hands it to a function. */
export const queueRecord = (
  message: QueueMessage,
  { queueArn, region }: { queueArn: string; region: string },
): JsonObject => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes).map(([name, value]) => [name, attributeOf(value)]),
  ),
  ...(message.MD5OfMessageAttributes !== undefined && {
    md5OfMessageAttributes: message.MD5OfMessageAttributes,
  }),
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
});

/** Lambda's limit for one invocation, less what stands around the records. */
const LARGEST_BYTES = 6_291_456 - 1024;

/** The same messages with their records, in groups that one invocation has room for. */
export const inInvocations = (
  messages: readonly QueueMessage[],
  source: { queueArn: string; region: string },
): { messages: QueueMessage[]; payload: string }[] => {
  const groups: { messages: QueueMessage[]; records: string[]; bytes: number }[] = [];
  for (const message of messages) {
    const record = JSON.stringify(queueRecord(message, source));
    const bytes = Buffer.byteLength(record) + 1;
    const last = groups.at(-1);
    if (last && last.bytes + bytes <= LARGEST_BYTES) {
      last.messages.push(message);
      last.records.push(record);
      last.bytes += bytes;
    } else groups.push({ messages: [message], records: [record], bytes });
  }
  return groups.map(({ records, messages: taken }) => ({
    messages: taken,
    payload: `{"Records":[${records.join(',')}]}`,
  }));
};
