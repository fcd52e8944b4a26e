/**
 * How every SDK client of the product is built: no call waits longer than this for an answer, so
 * that a function ends on its own terms before its timeout ends it.
 */
export const clientDefaults = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;

/**
 * For calls that make something new each time: the SDK must not repeat them by itself, because a
 * lost answer would leave two. The saga retries instead, and looks for what is there first.
 */
export const singleAttempt = { ...clientDefaults, maxAttempts: 1 } as const;
