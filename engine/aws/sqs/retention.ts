import type { Timer } from '../../kernel/clock.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './queue.ts';
import { isExpired } from './takeMessages.ts';

const EVERY_MS = 3_600_000;

const sweepQueue = async ({ engine, messages }: Parts, queue: Queue): Promise<void> => {
  const now = engine.clock.now();
  for await (const page of messages.pages(queue.name)) {
    const expired = page.filter((place) => isExpired(queue, place.sentAt, now));
    await engine.store.batch(expired.flatMap((place) => messages.deleting(queue.name, place)));
  }
};

/** Every hour, removes what nobody received within its queue's retention period. */
export const retentionSweep = (parts: Parts) => {
  const { engine, queues, turns } = parts;
  let timer: Timer | undefined;
  let running: Promise<void> = Promise.resolve();
  const sweep = async () => {
    for (const { value: queue } of await queues.list()) {
      await turns.take(queue.name, () => sweepQueue(parts, queue));
    }
  };
  const arm = () => {
    timer = engine.clock.after(EVERY_MS, () => {
      arm();
      running = sweep().catch((error) => engine.log.problem('sqs retention', error));
    });
  };
  return {
    start: arm,
    async stop() {
      timer?.cancel();
      await running;
    },
  };
};
