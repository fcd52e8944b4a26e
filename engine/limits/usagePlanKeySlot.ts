import { AwsError } from '../endpoint/errors.ts';
import type { Clock } from '../kernel/clock.ts';

/** What API Gateway answers to a change that meets another one. */
export const concurrentModification = (): AwsError =>
  new AwsError(
    'ConflictException',
    'Unable to complete operation due to concurrent modification. Please try again later.',
    { status: 409 },
  );

/** Lets one call in, and the next one a while after it at the earliest. */
export class UsagePlanKeySlot {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  #free = 0;

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  /** Takes the slot. Throws ConflictException. */
  take(): void {
    const now = this.#clock.now();
    if (now < this.#free) throw concurrentModification();
    this.#free = now + this.#milliseconds;
  }
}
