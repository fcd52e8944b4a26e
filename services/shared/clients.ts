import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { isThrottled, isTransient } from './errors.ts';

type Strategy = Extract<
  NonNullable<DynamoDBClientConfig['retryStrategy']>,
  { acquireInitialRetryToken: unknown }
>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;

/**
 * How every SDK client of the product is built: no call waits longer than this for an answer, so
 * that a function ends on its own terms before its timeout ends it.
 */
export const clientDefaults = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;

const FIRST_DELAY_MS = 100;

const tokenOf = (retries: number): Token => ({
  getRetryCount: () => retries,
  getRetryDelay: () => Math.random() * FIRST_DELAY_MS * 2 ** retries,
});

/** Repeats a call so many times at most, and only after such errors. */
const repeating = (maxRetries: number, isMeant: (error: unknown) => boolean): Strategy => ({
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  async refreshRetryTokenForRetry(token, { error }) {
    const retries = token.getRetryCount() + 1;
    if (retries > maxRetries || !isMeant(error)) throw error;
    return tokenOf(retries);
  },
  recordSuccess() {},
});

/**
 * For calls that make something new each time. The SDK repeats only what was throttled, which had no
 * effect for certain: after a lost answer it would make a second one. The saga retries that instead,
 * and looks for what is there first.
 */
export const nothingTwice = { ...clientDefaults, retryStrategy: repeating(4, isThrottled) };

/**
 * For calls that mail something. The SDK takes every LimitExceededException for a rate and repeats the call: where
 * that was the last mail of the day and the user was made all the same, the second answer hides the first.
 */
export const transientOnly = { ...clientDefaults, retryStrategy: repeating(2, isTransient) };
