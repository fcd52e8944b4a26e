import { refusalOf } from './awsRefusals.ts';

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

const TRANSIENT_NAMES = new Set([
  'TransientError',
  'EventNotPublished',
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

/** Whether a failure is worth another try: AWS says so, a 5xx, a lost connection, no answer in time. */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { $metadata, code }: Error & AwsAnswer = error;
  if (TRANSIENT_NAMES.has(error.name) || TRANSIENT_NAMES.has(code ?? '')) return true;
  const kind = refusalOf(error)?.kind ?? 'other';
  return kind === 'throttled' || kind === 'again' || ($metadata?.httpStatusCode ?? 0) >= 500;
};

/** Whether AWS turned a call away because there were too many: it had no effect. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof Error && refusalOf(error)?.kind === 'throttled';

/** Whether no mail goes out for now. */
export const isOutOfMail = (error: unknown): error is Error =>
  error instanceof Error && refusalOf(error)?.kind === 'mail';

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

/** The same error, which also says what an operator does about it. */
const explained = (error: Error, remedy: string): Error => {
  const told = new Error(`${error.message} (${remedy})`, { cause: error });
  told.name = error.name;
  return told;
};

/** The error under the name that the saga's Retry lists know; permanent ones keep theirs. */
export const classified = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  if (isTransient(error))
    return new TransientError(`${error.name}: ${error.message}`, { cause: error });
  const { remedy } = refusalOf(error) ?? {};
  return remedy === undefined ? error : explained(error, remedy);
};

/** For `.catch`: AWS errors of these names are a value; any other is thrown. */
export const valueWhen =
  <const Value>(value: Value, ...names: [string, ...string[]]) =>
  (error: unknown): Value => {
    if (names.some((name) => isNamed(error, name))) return value;
    throw error;
  };

/** For `.then(() => true, refused)`: a write that its condition refused is false. */
export const refused = valueWhen(false, 'ConditionalCheckFailedException');
