import type { Clock } from './clock.ts';
import { RecentlyUsed } from './recentlyUsed.ts';

/** Tokens come back at `rate` a second, up to `burst`. */
export type Pace = { rate: number; burst: number };

type Bucket = { tokens: number; at: number };

const BUCKETS = 20_000;

/** Token buckets by name, in memory: a restart fills them all, and so does long disuse. */
export class TokenBuckets {
  readonly #clock: Clock;
  readonly #buckets = new RecentlyUsed<Bucket>(BUCKETS);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one token; false when there is none. */
  take(name: string, pace: Pace): boolean {
    return this.takeAll([{ name, pace }]);
  }

  /** Takes one token of each bucket, or none at all where one is empty. */
  takeAll(wanted: readonly { name: string; pace: Pace }[]): boolean {
    const now = this.#clock.now();
    const filled = wanted.map(({ name, pace }) => ({
      name,
      tokens: this.#filled(name, pace, now),
    }));
    const taken = filled.every(({ tokens }) => tokens >= 1);
    for (const { name, tokens } of filled) {
      this.#buckets.set(name, { tokens: taken ? tokens - 1 : tokens, at: now });
    }
    return taken;
  }

  #filled(name: string, { rate, burst }: Pace, now: number): number {
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
    return Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate);
  }
}
