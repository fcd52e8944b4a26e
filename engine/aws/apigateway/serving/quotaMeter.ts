import { z } from 'zod';
import type { Clock, Timer } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import type { Store, Write } from '../../../kernel/store.ts';
import type { Quota } from '../keys/apiKeySchemas.ts';
import { dayOf, periodStart } from './calendar.ts';

const UsageRow = z.object({ used: z.number(), remaining: z.number() });

/** A key's requests of one day in a plan, and what its quota had left after them. */
export type UsageRow = z.infer<typeof UsageRow>;

type Counter = { start: string; used: number; day: string; usedToday: number };

const COUNTERS = 10_000;
const WRITE_EVERY = 1_000;

/**
 * Counts requests against quotas. Counts are durable, but written at most once a second: a crash
 * forgets the last second's requests.
 */
export class QuotaMeter {
  readonly #deps: { store: Store; clock: Clock; log: Log };
  readonly #rows;
  readonly #counters = new RecentlyUsed<Counter>(COUNTERS);
  readonly #unwritten = new Map<string, UsageRow>();
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: { store: Store; clock: Clock; log: Log }) {
    this.#deps = deps;
    this.#rows = deps.store.collection('apigateway.usage', UsageRow);
  }

  /** Counts one request of `<planId>/<keyId>`; false, and not counted, when the quota is used up. */
  async take(member: string, quota: Quota): Promise<boolean> {
    const now = this.#deps.clock.now();
    const start = periodStart(quota.period, now);
    const day = dayOf(now);
    const counter = await this.#counter(member, start, day);
    if (counter.start !== start) Object.assign(counter, { start, used: 0 });
    if (counter.day !== day) Object.assign(counter, { day, usedToday: 0 });
    if (counter.used >= quota.limit) return false;
    counter.used += 1;
    counter.usedToday += 1;
    const row = { used: counter.usedToday, remaining: quota.limit - counter.used };
    this.#unwritten.set(`${member}/${day}`, row);
    this.#timer ??= this.#deps.clock.after(WRITE_EVERY, () => this.#write());
    return true;
  }

  /** A member's days from the first on, by day. */
  async rows(member: string, first: string): Promise<Map<string, UsageRow>> {
    const prefix = `${member}/`;
    const kept = await this.#rows.list({ prefix });
    const latest = [...this.#unwritten].filter(([key]) => key.startsWith(prefix));
    const rows = [...kept.map(({ key, value }) => [key, value] as const), ...latest];
    return new Map(
      rows
        .map(([key, row]) => [key.slice(prefix.length), row] as const)
        .filter(([day]) => day >= first),
    );
  }

  /** The writes that forget what was counted for members of this prefix. */
  async forgetting(prefix: string): Promise<Write[]> {
    await this.flush();
    return (await this.#rows.list({ prefix })).map(({ key }) => this.#rows.deleting(key));
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#write();
    await this.#writing;
  }

  async #counter(member: string, start: string, day: string): Promise<Counter> {
    const read = async (): Promise<Counter> => {
      const rows = await this.rows(member, start);
      const used = [...rows.values()].reduce((sum, row) => sum + row.used, 0);
      return { start, used, day, usedToday: rows.get(day)?.used ?? 0 };
    };
    return (await this.#counters.load(member, read)) ?? { start, used: 0, day, usedToday: 0 };
  }

  #write(): void {
    this.#timer = undefined;
    const rows = [...this.#unwritten];
    if (rows.length === 0) return;
    this.#writing = this.#writing.then(() => this.#batch(rows));
  }

  async #batch(rows: [string, UsageRow][]): Promise<void> {
    try {
      await this.#deps.store.batch(rows.map(([key, row]) => this.#rows.putting(key, row)));
      for (const [key, row] of rows) {
        if (this.#unwritten.get(key) === row) this.#unwritten.delete(key);
      }
    } catch (error) {
      this.#deps.log.problem('apigateway: usage could not be written', error);
    }
  }
}
