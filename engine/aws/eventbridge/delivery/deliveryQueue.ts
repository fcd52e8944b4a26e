import type { Engine } from '../../../engine.ts';
import type { Timer } from '../../../kernel/clock.ts';
import { ABANDONED, Attempts } from './attempts.ts';
import { deliver } from './deliver.ts';
import type { Deliveries, Delivery, Due } from './delivery.ts';

/** How many deliveries run side by side; all others wait in the store. */
const MOST_RUNNING = 32;

/** Carries out the stored deliveries as they become due. */
export class DeliveryQueue {
  readonly #engine: Engine;
  readonly #deliveries: Deliveries;
  readonly #attempts: Attempts;
  readonly #running = new Map<string, Promise<void>>();
  #open = false;
  #asked = false;
  #busy = false;
  #filling: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;

  constructor(engine: Engine, deliveries: Deliveries) {
    this.#engine = engine;
    this.#deliveries = deliveries;
    this.#attempts = new Attempts(engine);
  }

  start(): void {
    this.#open = true;
    this.wake();
  }

  /** Does not wait for targets: what they have not answered yet is delivered again at the next start. */
  async stop(): Promise<void> {
    this.#open = false;
    this.#timer?.cancel();
    await this.#filling;
    this.#attempts.abandon();
    await Promise.allSettled(this.#running.values());
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
    const wait = next - this.#engine.clock.now();
    if (wait <= 0) this.wake();
    else this.#timer = this.#engine.clock.after(wait, () => this.wake());
  }

  #run(due: Due): void {
    const run = this.#carryOut(due).then(
      () => this.#end(due),
      (error) => {
        this.#running.delete(due.id);
        this.#engine.log.problem(`event delivery ${due.id}`, error);
      },
    );
    this.#running.set(due.id, run);
  }

  #end(due: Due): void {
    this.#running.delete(due.id);
    this.wake();
  }

  async #carryOut(due: Due): Promise<void> {
    const delivery = await this.#deliveries.get(due.id);
    if (delivery?.dueAt === due.dueAt) return this.#settle(due, delivery);
    await this.#engine.store.batch([this.#deliveries.forgetting(due)]);
  }

  async #settle(due: Due, delivery: Delivery): Promise<void> {
    try {
      const left = await deliver({ engine: this.#engine, attempts: this.#attempts }, delivery);
      const next = left ? this.#deliveries.adding(left) : [];
      await this.#engine.store.batch([...this.#deliveries.deleting(due), ...next]);
    } catch (error) {
      if (error !== ABANDONED) throw error;
    }
  }
}
