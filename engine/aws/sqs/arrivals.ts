import type { Clock } from '../../kernel/clock.ts';

/** One receiver's look-out. */
export type Lookout = {
  /** Until something may have become receivable, or the time is over. */
  wait(milliseconds: number): Promise<void>;
  close(): void;
};

/** Wakes long polls. Watch first and look then: what arrives in between is not missed. */
export class Arrivals {
  readonly #clock: Clock;
  readonly #watching = new Map<string, Set<() => void>>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get closed(): boolean {
    return this.#closed;
  }

  watch(queue: string): Lookout {
    let seen = this.#closed;
    let wake = () => {};
    const notice = () => {
      seen = true;
      wake();
    };
    this.#add(queue, notice);
    return {
      wait: (milliseconds) =>
        new Promise((resolve) => {
          if (seen || milliseconds <= 0) return resolve();
          const timer = this.#clock.after(milliseconds, resolve);
          wake = () => {
            timer.cancel();
            resolve();
          };
        }),
      close: () => this.#remove(queue, notice),
    };
  }

  notify(queue: string): void {
    for (const notice of this.#watching.get(queue) ?? []) notice();
  }

  /** Ends every wait, now and later. */
  close(): void {
    this.#closed = true;
    for (const queue of this.#watching.keys()) this.notify(queue);
  }

  #add(queue: string, notice: () => void): void {
    const watching = this.#watching.get(queue) ?? new Set();
    this.#watching.set(queue, watching.add(notice));
  }

  #remove(queue: string, notice: () => void): void {
    const watching = this.#watching.get(queue);
    watching?.delete(notice);
    if (watching?.size === 0) this.#watching.delete(queue);
  }
}
