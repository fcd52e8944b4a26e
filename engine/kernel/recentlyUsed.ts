/**
 * A bounded cache that drops what was used longest ago. A `load` that was under way while something
 * was forgotten is not kept, so a cached value is never older than the last change.
 */
export class RecentlyUsed<T> {
  readonly #limit: number;
  readonly #values = new Map<string, T>();
  #changes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, value);
    }
    return value;
  }

  set(key: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#limit && oldest !== undefined) this.#values.delete(oldest);
  }

  /** The value of a pure computation, made when it is not kept. */
  computed(key: string, compute: () => T): T {
    const value = this.get(key) ?? compute();
    this.set(key, value);
    return value;
  }

  forget(key: string): void {
    this.#changes += 1;
    this.#values.delete(key);
  }

  /** Absent values are read again every time. Of two loads at once, both get the first one's value. */
  async load(key: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.get(key);
    if (known !== undefined) return known;
    const before = this.#changes;
    const value = await read();
    const meanwhile = this.get(key);
    if (meanwhile !== undefined) return meanwhile;
    if (value !== undefined && before === this.#changes) this.set(key, value);
    return value;
  }
}
