import { sleep, type Timer } from '../../clock.ts';
import type { Engine } from '../../engine.ts';
import { deliver } from './deliver.ts';
import type { Deliveries, Due } from './delivery.ts';

/** How many deliveries run side by side; all others wait in the store. */
const MOST_RUNNING = 32;
/** How long a stop waits for calls that run; what they leave undone is tried again at the next start. */
const GRACE_MS = 2_000;

/** Carries out the stored deliveries as they become due. */
export class DeliveryQueue {
  readonly #engine: Engine;
  readonly #deliveries: Deliveries;
  readonly #running = new Map<string, Promise<void>>();
  #open = false;
  #asked = false;
  #busy = false;
  #filling: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;

  constructor(engine: Engine, deliveries: Deliveries) {
    this.#engine = engine;
    this.#deliveries = deliveries;
  }

  start(): void {
    this.#open = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.#open = false;
    this.#timer?.cancel();
    await this.#filling;
    const ended = Promise.allSettled(this.#running.values());
    if (this.#running.size > 0) await Promise.race([ended, sleep(this.#engine.clock, GRACE_MS)]);
  }

  /** To be called when a delivery was stored. */
  wake(): void {
    this.#asked = true;
    if (!this.#open || this.#busy) return;
    this.#busy = true;
    this.#filling = this.#fillWhileAsked().catch((error) =>
      this.#engine.log.problem('event deliveries', error),
    );
  }

  async #fillWhileAsked(): Promise<void> {
    try {
      while (this.#open && this.#asked) {
        this.#asked = false;
        await this.#fill();
      }
    } finally {
      this.#busy = false;
    }
  }

  async #fill(): Promise<void> {
    const free = MOST_RUNNING - this.#running.size;
    if (free === 0) return;
    const now = this.#engine.clock.now();
    const due = await this.#deliveries.dueAt(now, MOST_RUNNING);
    const waiting = due.filter(({ id }) => !this.#running.has(id)).slice(0, free);
    for (const one of waiting) this.#run(one);
    if (waiting.length < free) await this.#wakeLater(now);
  }

  async #wakeLater(now: number): Promise<void> {
    const next = await this.#deliveries.nextAfter(now);
    this.#timer?.cancel();
    if (next === undefined || !this.#open) return;
    this.#timer = this.#engine.clock.after(next - this.#engine.clock.now(), () => this.wake());
  }

  #run(due: Due): void {
    const run = this.#carryOut(due).then(
      () => {
        this.#running.delete(due.id);
        this.wake();
      },
      (error) => {
        this.#running.delete(due.id);
        this.#engine.log.problem(`event delivery ${due.id}`, error);
      },
    );
    this.#running.set(due.id, run);
  }

  async #carryOut(due: Due): Promise<void> {
    const delivery = await this.#deliveries.get(due.id);
    const left = delivery && (await deliver(this.#engine, delivery));
    await this.#engine.store.batch([
      ...this.#deliveries.deleting(due),
      ...(left ? this.#deliveries.adding(left) : []),
    ]);
  }
}
