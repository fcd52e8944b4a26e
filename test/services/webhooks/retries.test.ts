import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../services/webhooks/httpPost.ts';
import { nextAttemptAt } from '../../../services/webhooks/retries.ts';

const start = Date.UTC(2026, 0, 5, 9);
const since = new Date(start).toISOString();
const minute = (n: number) => new Date(start + n * 60_000);
const answer = (status: number, retryAfter?: string): Answer => ({
  kind: 'answered',
  status,
  retryAfter,
  body: '',
});

/** After how many minutes the next attempt is made, for a failed one at `at` minutes. */
const nextAfter = (attempt: number, at: number, failure = answer(500)): number | undefined => {
  const next = nextAttemptAt({ attempt, since }, failure, minute(at));
  return next && (next.getTime() - start) / 60_000;
};

describe('nextAttemptAt', () => {
  it('waits longer and longer, and ends after 24 hours', () => {
    const times: number[] = [];
    for (let at: number | undefined = 0; at !== undefined; at = nextAfter(times.length, at)) {
      times.push(at);
    }

    expect(times).toEqual([0, 1, 6, 21, 51, 111, 231, 471, 711, 951, 1_191, 1_431, 1_440]);
  });

  it.each([429, 503])('heeds the Retry-After of a %i', (status) => {
    expect(nextAfter(1, 0, answer(status, '600'))).toBe(10);
    expect(nextAfter(1, 0, answer(status, minute(30).toUTCString()))).toBe(30);
  });

  it.each(['30', '0', '-5', 'soon', ''])('is no sooner for a Retry-After of "%s"', (retryAfter) => {
    expect(nextAfter(2, 0, answer(503, retryAfter))).toBe(5);
  });

  it('does not heed the Retry-After of other answers', () => {
    expect(nextAfter(1, 0, answer(500, '600'))).toBe(1);
    expect(nextAfter(1, 0, { kind: 'failed', problem: 'ECONNREFUSED' })).toBe(1);
  });

  it('never waits beyond the 24 hours', () => {
    expect(nextAfter(1, 0, answer(429, '999999999'))).toBe(1_440);
    expect(nextAfter(1, 0, answer(429, '9'.repeat(400)))).toBe(1_440);
    expect(nextAfter(7, 1_439)).toBe(1_440);
    expect(nextAfter(1, 1_440)).toBeUndefined();
  });
});
