import type { Random } from '../../../kernel/random.ts';
import type { Retrier } from '../definition/aslSchema.ts';
import type { Thread } from '../records.ts';

/** Errors that end an execution unless they are named: no wildcard covers them. */
const UNCOVERED = new Set(['States.DataLimitExceeded']);

const covers = (name: string, error: string): boolean => {
  if (name === error) return true;
  if (UNCOVERED.has(error)) return false;
  if (name === 'States.ALL') return true;
  return name === 'States.TaskFailed' && error !== 'States.Timeout';
};

/** Whether a Retry or Catch entry takes an error. Nothing takes States.Runtime. */
export const takes = (entry: { ErrorEquals: readonly string[] }, error: string): boolean =>
  error !== 'States.Runtime' && entry.ErrorEquals.some((name) => covers(name, error));

const delayOf = (retrier: Retrier, attempt: number, random: Random): number => {
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** attempt;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? grown);
  const share = retrier.JitterStrategy === 'FULL' ? random.bytes(4).readUInt32BE() / 2 ** 32 : 1;
  return Math.round(seconds * share * 1_000);
};

/**
 * The milliseconds to wait before the next attempt, counted on the thread; undefined when the first
 * entry that takes the error has no attempts left, or none takes it.
 */
export const nextAttempt = (
  retriers: readonly Retrier[],
  attempt: { thread: Thread; error: string; random: Random },
): number | undefined => {
  const { thread, error, random } = attempt;
  const index = retriers.findIndex((retrier) => takes(retrier, error));
  const retrier = retriers[index];
  const made = thread.retries[index] ?? 0;
  if (!retrier || made >= retrier.MaxAttempts) return undefined;
  thread.retries = retriers.map((_, at) => (thread.retries[at] ?? 0) + (at === index ? 1 : 0));
  thread.retryCount += 1;
  return delayOf(retrier, made, random);
};
