import type { Clock } from '../../../kernel/clock.ts';
import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';

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
  take(name: string, { rate, burst }: Pace): boolean {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
    const refilled = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * rate);
    const taken = refilled >= 1;
    this.#buckets.set(name, { tokens: taken ? refilled - 1 : refilled, at: now });
    return taken;
  }
}
