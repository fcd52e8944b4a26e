import type { Clock } from '#engine';

type Pending = { at: number; order: number; run: () => void };

const realImmediate = setImmediate;

/** Lets everything run that needs no time: promises, ticks. Nothing in a simulation waits for the world. */
const settled = (): Promise<void> => new Promise((resolve) => realImmediate(resolve));

/**
 * Time that passes only when nothing is left to do. Callbacks run one by one in order of their time,
 * those of one moment in the order in which they were set.
 */
export class VirtualTime implements Clock {
  #now: number;
  #order = 0;
  /** Sorted, the next one last. */
  #pending: Pending[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  /** In whole milliseconds, as machines tell it; things happen in between. */
  now(): number {
    return Math.floor(this.#now);
  }

  after(milliseconds: number, run: () => void) {
    this.#order += 1;
    const wait = Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
    const entry = { at: this.#now + wait, order: this.#order, run };
    this.#pending.splice(this.#placeOf(entry), 0, entry);
    return {
      cancel: () => {
        const place = this.#pending.indexOf(entry);
        if (place >= 0) this.#pending.splice(place, 1);
      },
    };
  }

  /** Runs what is due, moment by moment, until `done` or until no more is due before `until`. */
  async run(done: () => boolean, until: number): Promise<boolean> {
    await settled();
    while (!done()) {
      const next = this.#pending.at(-1);
      if (!next || next.at > until) return false;
      this.#pending.pop();
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    return true;
  }

  /** Lets time pass as long as some work takes. */
  async during<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ended = work.finally(() => {
      over = true;
    });
    await this.run(() => over, Number.POSITIVE_INFINITY);
    return ended;
  }

  /** Nobody does anything for so long: whatever was due meanwhile is late. */
  skip(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Sets a new beginning, at which nothing is pending. */
  reset(start: number): void {
    this.#now = start;
    this.#order = 0;
    this.#pending = [];
  }

  /** The first place from which all entries come sooner. */
  #placeOf(entry: Pending): number {
    let [low, high] = [0, this.#pending.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#pending[middle];
      if (other && (other.at > entry.at || (other.at === entry.at && other.order > entry.order)))
        low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
