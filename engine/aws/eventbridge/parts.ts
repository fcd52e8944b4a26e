import type { Engine } from '../../engine.ts';
import { Turns } from '../../kernel/turns.ts';
import { Archives } from './archive/archive.ts';
import { Replays } from './archive/replay.ts';
import { Deliveries } from './delivery/delivery.ts';
import { DeliveryQueue } from './delivery/deliveryQueue.ts';
import { type EventBuses, eventBusesIn } from './eventBus.ts';
import { Rules } from './rules/rule.ts';

/** What the operations of EventBridge work on. */
export type Parts = {
  engine: Engine;
  buses: EventBuses;
  rules: Rules;
  archives: Archives;
  replays: Replays;
  deliveries: Deliveries;
  queue: DeliveryQueue;
  /** Whatever reads and then changes a rule or a bus takes its turn by its key. */
  turns: Turns;
};

/** The parts of one engine's EventBridge. */
export const partsOf = (engine: Engine): Parts => {
  const deliveries = new Deliveries(engine);
  return {
    engine,
    buses: eventBusesIn(engine),
    rules: new Rules(engine),
    archives: new Archives(engine),
    replays: new Replays(engine),
    deliveries,
    queue: new DeliveryQueue(engine, deliveries),
    turns: new Turns(),
  };
};
