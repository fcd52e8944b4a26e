import type { Clock, Timer } from '../../../kernel/clock.ts';

/** A warm environment that is busy is mostly free again before a further one would have started. */
const SHORT_MS = 25;
/** What gets free no sooner than this hangs, or the machine has more to do than further threads would help. */
const LONG_MS = 2_000;

/**
 * How long those wait who need something that is in use, before there is to be more of it. After a long wait in
 * vain the next ones are short until something gets free: what hangs holds nobody up.
 */
export class Patience {
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #wasInVain = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits, unless it does already; then runs. */
  wait(length: 'short' | 'long', run: () => void): void {
    const isLong = length === 'long' && !this.#wasInVain;
    this.#timer ??= this.#clock.after(isLong ? LONG_MS : SHORT_MS, () => {
      this.#timer = undefined;
      this.#wasInVain = length === 'long';
      run();
    });
  }

  /** Something got free, or nobody waits any more. */
  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#wasInVain = false;
  }
}
