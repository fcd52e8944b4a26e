import { route } from '../delivery/routing.ts';
import type { Parts } from '../parts.ts';
import { type Archived, placeOf } from './archive.ts';
import { isUnderWay, type Replay } from './replay.ts';

/** How many events a replay sends in one write. */
const BATCH = 100;

/** The first time that is not replayed: events bear whole seconds, and the last one counts. */
const ends = ({ to }: Replay): number => to + 1;

/**
 * Carries out replays, one batch after the other; a crash repeats and leaves out nothing. What it
 * sends goes to rules only, so that no archive keeps it a second time.
 */
export class Replayer {
  readonly #parts: Parts;
  #running: Promise<void> = Promise.resolve();
  #open = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Goes on with what a stop or a crash cut short. */
  async start(): Promise<void> {
    this.#open = true;
    for (const replay of await this.#parts.replays.list()) {
      if (isUnderWay(replay)) this.run(replay.name);
    }
  }

  async stop(): Promise<void> {
    this.#open = false;
    await this.#running;
  }

  /** Replays take turns: each sends all that it has before the next one begins. */
  run(name: string): void {
    const { engine } = this.#parts;
    this.#running = this.#running
      .then(() => this.#carryOut(name))
      .catch((error) => engine.log.problem(`replay ${name}`, error));
  }

  async #carryOut(name: string): Promise<void> {
    while (this.#open) {
      const isOver = await this.#parts.turns.take(`replay/${name}`, () => this.#step(name));
      if (isOver) return;
    }
  }

  /** In turn, so that a cancellation falls between two steps. Answers whether nothing is left. */
  async #step(name: string): Promise<boolean> {
    const replay = await this.#parts.replays.need(name);
    if (!isUnderWay(replay)) return true;
    if (replay.state === 'CANCELLING') return this.#end({ ...replay, state: 'CANCELLED' });
    const archive = await this.#parts.archives.find(replay.archive);
    if (!archive) return this.#end({ ...replay, state: 'FAILED', stateReason: 'Archive deleted.' });
    const events = await this.#parts.archives.events(archive, {
      after: replay.reached?.key ?? placeOf(archive.name, replay.from),
      before: placeOf(archive.name, ends(replay)),
      limit: BATCH,
    });
    if (events.length === 0) return this.#end({ ...replay, state: 'COMPLETED' });
    await this.#send(replay, events);
    return false;
  }

  async #end(replay: Replay): Promise<boolean> {
    const { engine, replays } = this.#parts;
    await engine.store.batch([replays.putting({ ...replay, endedAt: engine.clock.now() })]);
    return true;
  }

  async #send(replay: Replay, events: readonly Archived[]): Promise<void> {
    const { engine, deliveries, replays, queue } = this.#parts;
    const routed = await Promise.all(events.map((one) => this.#deliveriesOf(replay, one)));
    const last = events.at(-1);
    const reached = last && { key: last.key, time: Date.parse(String(last.event['time'])) };
    await engine.store.batch([
      ...routed.flat().flatMap((one) => deliveries.adding(one)),
      replays.putting({ ...replay, state: 'RUNNING', ...(reached && { reached }) }),
    ]);
    queue.wake();
  }

  /** Deliveries that are due together are taken in the order of their ids: that of time, here. */
  async #deliveriesOf({ name, bus, rules }: Replay, { event, key }: Archived) {
    const routed = await route(this.#parts, bus, { ...event, 'replay-name': name });
    return routed
      .filter(({ ruleArn }) => rules === undefined || rules.includes(ruleArn))
      .map((delivery) => ({ ...delivery, id: `${key}/${delivery.id}` }));
  }
}
