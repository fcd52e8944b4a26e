import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';
import type { Store } from '../kernel/store.ts';
import { Turns } from '../kernel/turns.ts';

const Count = z.object({ day: z.string(), count: z.number() });

const dayOf = (clock: Clock): string => new Date(clock.now()).toISOString().slice(0, 10);

/** Counts something by UTC days, durably. */
export class DailyCount {
  readonly #clock: Clock;
  readonly #counts;
  readonly #turns = new Turns();
  readonly #name: string;

  constructor({ clock, store }: { clock: Clock; store: Store }, name: string) {
    this.#clock = clock;
    this.#counts = store.collection('limits.days', Count);
    this.#name = name;
  }

  /** How many there have been today. */
  async today(): Promise<number> {
    const known = await this.#counts.get(this.#name);
    return known?.day === dayOf(this.#clock) ? known.count : 0;
  }

  /** Adds so many, unless there were more than `most` of them today then: false. */
  add(many: number, most: number): Promise<boolean> {
    return this.#turns.take(this.#name, async () => {
      const count = (await this.today()) + many;
      if (count > most) return false;
      await this.#counts.put(this.#name, { day: dayOf(this.#clock), count });
      return true;
    });
  }
}
