/** Trying again may help: the saga and the event consumers retry exactly this. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** Trying again cannot help; the message says what was expected. */
export class PermanentError extends Error {
  override readonly name: string = 'PermanentError';
}

/**
 * What is so by now contradicts an event. `onEvents` keeps the event in the dead-letter queue with this
 * reason and does not try it again.
 */
export class Contradicted extends PermanentError {
  override readonly name = 'Contradicted';
}

/** LimitExceededException is not here: a quota that is used up does not heal in seconds. */
const THROTTLED_NAMES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const TRANSIENT_NAMES = new Set([
  ...THROTTLED_NAMES,
  'TransientError',
  'EventNotPublished',
  // Two changes met; either may be tried again.
  'ConcurrentModificationException',
  'TransactionInProgressException',
  // No answer.
  'TimeoutError',
  'RequestTimeout',
  'AbortError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

type AwsAnswer = { $metadata?: { httpStatusCode?: number }; code?: string };

/** Whether a failure is worth another try: throttling, a 5xx, a lost connection, no answer in time. */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { $metadata, code }: Error & AwsAnswer = error;
  const status = $metadata?.httpStatusCode ?? 0;
  return TRANSIENT_NAMES.has(error.name) || TRANSIENT_NAMES.has(code ?? '') || status >= 500;
};

/** Whether AWS turned a call away because there were too many: it had no effect. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof Error && THROTTLED_NAMES.has(error.name);

/** Whether an error is the AWS error of this name. */
export const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name;

/**
 * For `.catch` of the first call on what was made moments ago: IAM may not know its tags yet, by which it
 * allows the call. Trying again tells whether that was all.
 */
export const tagsMayLag = (error: unknown): never => {
  if (!isNamed(error, 'AccessDeniedException')) throw error;
  throw new TransientError('not allowed, or not yet', { cause: error });
};

/** The error under the name that the saga's Retry lists know; permanent ones pass unchanged. */
export const classified = (error: unknown): unknown =>
  isTransient(error) && error instanceof Error
    ? new TransientError(`${error.name}: ${error.message}`, { cause: error })
    : error;

/** For `.catch`: AWS errors of these names are a value; any other is thrown. */
export const valueWhen =
  <const Value>(value: Value, ...names: [string, ...string[]]) =>
  (error: unknown): Value => {
    if (names.some((name) => isNamed(error, name))) return value;
    throw error;
  };

/** For `.then(() => true, refused)`: a write that its condition refused is false. */
export const refused = valueWhen(false, 'ConditionalCheckFailedException');
