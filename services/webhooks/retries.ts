import type { Answer } from './httpPost.ts';

const MINUTE_MS = 60_000;

/** How long to wait after the first, second, … failed attempt; the last holds for all that follow. */
export const RETRY_MINUTES = [1, 5, 15, 30, 60, 120, 240] as const;

/** For how long a delivery is tried, from when the event came. */
export const RETRY_HOURS = 24;

const LAST_WAIT = RETRY_MINUTES[RETRY_MINUTES.length - 1] ?? 0;

/** When an answer asks to be left alone until; it is heard where the specification says so. */
const retryAfterOf = (answer: Answer, now: Date): number => {
  if (answer.kind === 'failed' || ![429, 503].includes(answer.status)) return 0;
  const { retryAfter = '' } = answer;
  if (/^\d+$/.test(retryAfter)) return now.getTime() + Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : date;
};

/**
 * When to try again after the n-th failed attempt, at `now`; undefined when the time is over. The
 * last attempt is made when it ends, whatever `Retry-After` asks.
 */
export const nextAttemptAt = (
  { attempt, since }: { attempt: number; since: string },
  answer: Answer,
  now: Date,
): Date | undefined => {
  const end = new Date(since).getTime() + RETRY_HOURS * 60 * MINUTE_MS;
  if (now.getTime() >= end) return undefined;
  const wait = (RETRY_MINUTES[attempt - 1] ?? LAST_WAIT) * MINUTE_MS;
  const next = Math.max(now.getTime() + wait, retryAfterOf(answer, now));
  return new Date(Math.min(next, end));
};
