import type { Clock } from '../../../kernel/clock.ts';
import type { QueueMessage } from './queueRecord.ts';
import type { SourceMapping } from './sourceMapping.ts';

/** SQS's own longest wait, in seconds. */
const LONGEST_WAIT = 20;

type Receive = (limit: number, waitSeconds: number) => Promise<QueueMessage[]>;

/** Messages for one batch; none when none came for a while. Its window begins with the first message. */
export const gather = async (
  clock: Clock,
  receive: Receive,
  { BatchSize: size, MaximumBatchingWindowInSeconds: window }: SourceMapping,
): Promise<QueueMessage[]> => {
  let batch = await receive(size, LONGEST_WAIT);
  const end = clock.now() + window * 1000;
  while (batch.length > 0 && batch.length < size && clock.now() < end) {
    const left = Math.ceil((end - clock.now()) / 1000);
    batch = [...batch, ...(await receive(size - batch.length, Math.min(left, LONGEST_WAIT)))];
  }
  return batch;
};
