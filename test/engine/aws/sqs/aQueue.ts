import { z } from 'zod';
import { sqs } from '../../../../engine/aws/sqs/sqs.ts';
import { memoryStore } from '../../../../engine/kernel/memoryStore.ts';
import { testEngine } from '../../../support/testEngine.ts';
import { virtualClock } from '../../../support/virtualClock.ts';

const Received = z.object({
  Messages: z
    .array(
      z.object({
        Body: z.string(),
        ReceiptHandle: z.string(),
        Attributes: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
});

/** A started engine with SQS, on a clock that the test moves. */
export const queueEngine = async () => {
  const time = virtualClock();
  // Whoever moves the clock must know that nothing is under way: a disk does not tell.
  const engine = await testEngine([sqs], { clock: time.clock, store: memoryStore() });
  await engine.start();
  const urlOf = (name: string) => `${engine.engine.endpoint}/${engine.engine.accountId}/${name}`;
  return {
    ...engine,
    ...time,
    urlOf,
    arnOf: (name: string) =>
      `arn:aws:sqs:${engine.engine.region}:${engine.engine.accountId}:${name}`,
    create: (name: string, attributes: Record<string, string> = {}) =>
      engine.call('sqs', 'CreateQueue', { QueueName: name, Attributes: attributes }),
    send: (name: string, body: string, more: { DelaySeconds?: number } = {}) =>
      engine.call('sqs', 'SendMessage', { QueueUrl: urlOf(name), MessageBody: body, ...more }),
    async receive(
      name: string,
      more: {
        WaitTimeSeconds?: number;
        VisibilityTimeout?: number;
        MaxNumberOfMessages?: number;
      } = {},
    ) {
      const input = { QueueUrl: urlOf(name), AttributeNames: ['All'], ...more };
      return Received.parse(await engine.call('sqs', 'ReceiveMessage', input)).Messages;
    },
  };
};
