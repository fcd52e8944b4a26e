import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** What a consumer needs that postpones events. */
export const PostponingEnv = z.object({ POSTPONED_QUEUE_URL: z.url() });

/** Puts an event into the queue from which it comes back to its consumer. */
export const postponeTo =
  (client: SQSClient, QueueUrl: string) =>
  async (event: unknown): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  };
