import { AwsError } from '../endpoint/errors.ts';
import type { Clock } from '../kernel/clock.ts';

/** A call whose answer never comes does not hold the slot for longer. */
const LONGEST_MS = 3_000;

type Hold = { since: number; over: boolean };

/** What API Gateway answers to a change that meets another one. */
export const concurrentModification = (): AwsError =>
  new AwsError(
    'ConflictException',
    'Unable to complete operation due to concurrent modification. Please try again later.',
    { status: 409 },
  );

/** Lets one call in at a time, and the next one a while after it at the earliest. */
export class UsagePlanKeySlot {
  readonly #clock: Clock;
  readonly #leastMs: number;
  #hold: Hold | undefined;

  constructor(clock: Clock, leastMs: number) {
    this.#clock = clock;
    this.#leastMs = leastMs;
  }

  /** Takes the slot; what it gives is to be called when the call is over. Throws ConflictException. */
  take(): () => void {
    const now = this.#clock.now();
    if (this.#isHeld(now)) throw concurrentModification();
    const hold: Hold = { since: now, over: false };
    this.#hold = hold;
    return () => {
      hold.over = true;
    };
  }

  #isHeld(now: number): boolean {
    if (!this.#hold) return false;
    const { since, over } = this.#hold;
    return now - since < (over ? this.#leastMs : LONGEST_MS);
  }
}
