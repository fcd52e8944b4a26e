import { type KeyRange, type Store, storeOn, type Write } from './store.ts';

/** Where a key is in sorted keys, or would be. */
const placeOf = (keys: readonly string[], key: string): number => {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** An ordered map in memory. */
export class MemoryDatabase {
  readonly #values: Map<string, string>;
  readonly #keys: string[];

  constructor(entries: Iterable<readonly [string, string]> = []) {
    this.#values = new Map(entries);
    this.#keys = [...this.#values.keys()].sort();
  }

  /** Everything in it, to begin another with. */
  snapshot(): readonly (readonly [string, string])[] {
    return this.#keys.map((key) => [key, this.#values.get(key) ?? '']);
  }

  async get(key: string): Promise<string | undefined> {
    return this.#values.get(key);
  }

  async batch(writes: Write[]): Promise<void> {
    for (const write of writes) {
      if (write.type === 'put') this.#put(write.key, write.value);
      else this.#delete(write.key);
    }
  }

  async entries({ gt, gte = '', lt, reverse, limit }: KeyRange): Promise<[string, string][]> {
    const from = gt === undefined ? placeOf(this.#keys, gte) : this.#placeAfter(gt);
    const keys = this.#keys.slice(from, placeOf(this.#keys, lt));
    if (reverse) keys.reverse();
    const chosen = limit < 0 ? keys : keys.slice(0, limit);
    return chosen.map((key) => [key, this.#values.get(key) ?? '']);
  }

  async close(): Promise<void> {}

  /** Whether any key begins so; for who watches from outside. */
  holds(prefix: string): boolean {
    return this.#keys[placeOf(this.#keys, prefix)]?.startsWith(prefix) ?? false;
  }

  /** Every entry whose key begins so, at once. */
  under(prefix: string): [string, string][] {
    const keys = this.#keys.slice(
      placeOf(this.#keys, prefix),
      placeOf(this.#keys, `${prefix}\uffff`),
    );
    return keys.map((key) => [key, this.#values.get(key) ?? '']);
  }

  #placeAfter(key: string): number {
    const place = placeOf(this.#keys, key);
    return this.#keys[place] === key ? place + 1 : place;
  }

  #put(key: string, value: string): void {
    if (!this.#values.has(key)) this.#keys.splice(placeOf(this.#keys, key), 0, key);
    this.#values.set(key, value);
  }

  #delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(placeOf(this.#keys, key), 1);
  }
}

/** A store that is gone with the process. */
export const memoryStore = (database = new MemoryDatabase()): Store => storeOn(database);
