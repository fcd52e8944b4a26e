import type { Random } from '../../../kernel/random.ts';
import type { Delivery, Failure, LastFailure } from './delivery.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 600_000;
/** AWS's own limits, for a target without a RetryPolicy. */
const MOST_RETRIES = 185;
const MOST_AGE_SECONDS = 86_400;

/** Half of it is certain, the rest is random: 185 of them take most of 24 hours. */
const waitMs = (attempts: number, random: Random): number => {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
  const share = random.bytes(4).readUInt32BE() / 2 ** 32;
  return Math.round(whole * (0.5 + share / 2));
};

/** Also how long a dead-letter queue that cannot be reached is tried. */
export const expiryOf = ({ target, acceptedAt }: Delivery): number =>
  acceptedAt + (target.RetryPolicy?.MaximumEventAgeInSeconds ?? MOST_AGE_SECONDS) * 1000;

/** When to try again; the last time is when the event has reached its greatest age. */
export const retryAt = (delivery: Delivery, now: number, random: Random): number =>
  Math.min(now + waitMs(delivery.attempts, random), Math.max(now, expiryOf(delivery)));

/** The failure as the last one, if it is; `delivery.attempts` counts the failed attempt. */
export const lastFailureOf = (
  delivery: Delivery,
  failure: Failure,
  now: number,
): LastFailure | undefined => {
  if (!failure.retryable) return failure;
  const mostRetries = delivery.target.RetryPolicy?.MaximumRetryAttempts ?? MOST_RETRIES;
  if (delivery.attempts > mostRetries) return { ...failure, condition: 'MaximumRetryAttempts' };
  if (now >= expiryOf(delivery)) return { ...failure, condition: 'MaximumEventAgeInSeconds' };
  return undefined;
};
