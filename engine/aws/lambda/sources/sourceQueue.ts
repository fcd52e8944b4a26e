import { z } from 'zod';
import type { Engine } from '../../../engine.ts';
import { roleSession } from '../../../iam/roles.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { LambdaFunction } from '../functions/functionSchema.ts';
import { QueueMessage } from './queueRecord.ts';

const Received = z.object({ Messages: z.array(QueueMessage).default([]) });
const Deleted = z.object({
  Failed: z.array(z.looseObject({ Code: z.string(), Message: z.string().optional() })).default([]),
});

/** As many as one call of SQS takes. */
export const PER_CALL = 10;

/** Calls a queue as the role of the function that its messages are for: Lambda has no right of its own. */
export const sourceQueue = (engine: Engine, fn: LambdaFunction, queueArn: string) => {
  const { Role, FunctionName, FunctionArn } = fn.configuration;
  const service = { service: 'lambda.amazonaws.com', sourceArn: FunctionArn };
  const principal = roleSession(Role, FunctionName, service);
  const QueueUrl = [engine.endpoint, ...queueArn.split(':').slice(-2)].join('/');
  const call = (operation: string, input: JsonObject) =>
    engine.call({ service: 'sqs', operation, input: { QueueUrl, ...input }, principal });
  return {
    call,
    /** Waits for messages, no longer than so many seconds. */
    async receive(limit: number, waitSeconds: number): Promise<QueueMessage[]> {
      const answer = await call('ReceiveMessage', {
        MaxNumberOfMessages: Math.min(limit, PER_CALL),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      return Received.parse(answer).Messages;
    },
    /** Rejects when one of them stays where it is. */
    async remove(messages: readonly QueueMessage[]): Promise<void> {
      for (let at = 0; at < messages.length; at += PER_CALL) {
        const Entries = messages
          .slice(at, at + PER_CALL)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        const [failed] = Deleted.parse(await call('DeleteMessageBatch', { Entries })).Failed;
        if (failed) throw new Error(`a message stays in the queue: ${failed.Code}`);
      }
    },
  };
};
