/** Work that reads and then writes the same thing takes turns by key; different keys do not wait. */
export class Turns {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs when all earlier work of this key has ended, well or not. Do not nest on one key. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const run = (this.#tails.get(key) ?? Promise.resolve()).then(work, work);
    this.#tails.set(key, run);
    const forget = () => {
      if (this.#tails.get(key) === run) this.#tails.delete(key);
    };
    run.then(forget, forget);
    return run;
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.allSettled(this.#tails.values());
  }
}
