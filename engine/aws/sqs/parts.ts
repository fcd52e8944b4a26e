import type { Engine } from '../../engine.ts';
import { Turns } from '../../kernel/turns.ts';
import { Arrivals } from './arrivals.ts';
import { Messages } from './messages.ts';
import { type Queues, queuesIn } from './queue.ts';

/** What the operations of SQS work on. */
export type Parts = {
  engine: Engine;
  queues: Queues;
  messages: Messages;
  arrivals: Arrivals;
  /** Whatever reads and then changes a queue's messages takes its turn by the queue's name. */
  turns: Turns;
};

/** The parts of one engine's SQS. */
export const partsOf = (engine: Engine): Parts => ({
  engine,
  queues: queuesIn(engine),
  messages: new Messages(engine),
  arrivals: new Arrivals(engine.clock),
  turns: new Turns(),
});
