import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import { AwsError } from '../../endpoint/errors.ts';
import { type CallContext, operation } from '../../endpoint/service.ts';
import { batchOf, eachEntry, entriesOf } from './batch.ts';
import {
  attributesMd5,
  attributesSize,
  checkMessageAttributes,
  MessageAttributes,
  md5,
} from './messageAttributes.ts';
import type { Message } from './messages.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './queue.ts';
import { numberOf } from './queueAttributes.ts';

const Sending = z.strictObject({
  MessageBody: z.string().optional(),
  DelaySeconds: z.int().optional(),
  MessageAttributes: MessageAttributes.default({}),
  MessageSystemAttributes: z
    .strictObject({
      AWSTraceHeader: z.strictObject({ DataType: z.literal('String'), StringValue: z.string() }),
    })
    .partial()
    .default({}),
  MessageGroupId: z.string().optional(),
});
type Sending = z.infer<typeof Sending>;

const BATCH_LIMIT = 1_048_576;
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const senderOf = (principal: Principal): string => {
  switch (principal.kind) {
    case 'root':
      return principal.accountId;
    case 'role':
      return `${principal.roleName}:${principal.sessionName}`;
    case 'service':
      return principal.service;
    case 'anonymous':
      return 'anonymous';
  }
};

const sizeOf = (sending: Sending): number =>
  Buffer.byteLength(sending.MessageBody ?? '') + attributesSize(sending.MessageAttributes);

const delayOf = (queue: Queue, sending: Sending): number => {
  const delay = sending.DelaySeconds ?? numberOf(queue, 'DelaySeconds');
  if (delay >= 0 && delay <= 900) return delay;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
  );
};

const bodyOf = (queue: Queue, sending: Sending): string => {
  const { MessageBody: body } = sending;
  if (!body) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (FORBIDDEN.test(body)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  }
  const most = numberOf(queue, 'MaximumMessageSize');
  if (sizeOf(sending) > most) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  return body;
};

const messageOf = (parts: Parts, queue: Queue, what: { sending: Sending; sender: string }) => {
  const { sending, sender } = what;
  checkMessageAttributes(sending.MessageAttributes);
  const now = parts.engine.clock.now();
  const trace = sending.MessageSystemAttributes.AWSTraceHeader;
  return {
    id: parts.engine.random.uuid(),
    queue: queue.name,
    body: bodyOf(queue, sending),
    attributes: sending.MessageAttributes,
    systemAttributes: {
      SenderId: sender,
      ...(trace && { AWSTraceHeader: trace.StringValue }),
      ...(sending.MessageGroupId !== undefined && { MessageGroupId: sending.MessageGroupId }),
    },
    sentAt: now,
    visibleAt: now + delayOf(queue, sending) * 1000,
    receiveCount: 0,
    receivedElsewhere: 0,
  } satisfies Message;
};

const send = async (parts: Parts, queue: Queue, what: { sending: Sending; sender: string }) => {
  const message = messageOf(parts, queue, what);
  await parts.turns.take(queue.name, () =>
    parts.engine.store.batch(parts.messages.adding(message)),
  );
  parts.arrivals.notify(queue.name);
  const trace = what.sending.MessageSystemAttributes.AWSTraceHeader;
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: attributesMd5(message.attributes),
    MD5OfMessageSystemAttributes: trace && attributesMd5({ AWSTraceHeader: trace }),
  };
};

const BatchEntry = Sending.extend({ Id: z.string() });

/** SendMessage and SendMessageBatch. */
export const sendOperations = (parts: Parts) => ({
  SendMessage: operation(
    Sending.extend({ QueueUrl: z.string() }),
    async (input, { principal }: CallContext) =>
      send(parts, await parts.queues.byUrl(input.QueueUrl), {
        sending: input,
        sender: senderOf(principal),
      }),
  ),
  SendMessageBatch: operation(batchOf(BatchEntry), async (input, { principal }) => {
    const queue = await parts.queues.byUrl(input.QueueUrl);
    const entries = entriesOf(input);
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > BATCH_LIMIT) {
      throw new AwsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${BATCH_LIMIT} bytes.`,
      );
    }
    const sender = senderOf(principal);
    return eachEntry(entries, (sending) => send(parts, queue, { sending, sender }));
  }),
});
