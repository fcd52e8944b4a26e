import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { isThrottled } from './errors.ts';

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

const MAX_RETRIES = 4;
const FIRST_DELAY_MS = 100;

const tokenOf = (retries: number): Token => ({
  getRetryCount: () => retries,
  getRetryDelay: () => Math.random() * FIRST_DELAY_MS * 2 ** retries,
});

const throttledOnly: Strategy = {
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  async refreshRetryTokenForRetry(token, { error }) {
    const retries = token.getRetryCount() + 1;
    if (retries > MAX_RETRIES || !isThrottled(error)) throw error;
    return tokenOf(retries);
  },
  recordSuccess() {},
};

/**
 * For calls that make something new each time. The SDK repeats only what was throttled, which had no
 * effect for certain: after a lost answer it would make a second one. The saga retries that instead,
 * and looks for what is there first.
 */
export const nothingTwice = { ...clientDefaults, retryStrategy: throttledOnly };
