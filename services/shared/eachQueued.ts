import * as z from 'zod';
import { logger } from './logger.ts';

const Batch = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});

type Take = (event: unknown) => Promise<void>;

/** What SQS leaves in the queue of a batch: it comes back after the queue's visibility timeout. */
export type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[] };

/**
 * Takes the events of a batch from a queue, each by itself: one that fails holds up no other. An event
 * that comes without a queue is taken, too: it was on its way when the queue was put there.
 */
export const eachQueued =
  (take: Take) =>
  async (event: unknown): Promise<BatchAnswer | undefined> => {
    const batch = Batch.safeParse(event);
    if (!batch.success) {
      await take(event);
      return undefined;
    }
    const failures = await Promise.all(
      batch.data.Records.map(async ({ messageId, body }) => {
        try {
          await take(JSON.parse(body));
          return [];
        } catch (error) {
          logger.error('event failed: it comes back', { messageId, error });
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
