import { describe, expect, it } from '@jest/globals';
import {
  goodHealth,
  type Health,
  healthAfter,
  pauseMs,
  SLOW_MS,
  trackOf,
} from '../../../services/webhooks/health.ts';

const quick = { failed: false, tookMs: 80 };
const slow = { failed: false, tookMs: SLOW_MS + 1 };
const failed = { failed: true, tookMs: 80 };
const having = (...outcomes: (typeof quick)[]): Health => outcomes.reduce(healthAfter, goodHealth);
const times = <T>(count: number, what: T): T[] => Array(count).fill(what);

describe('trackOf', () => {
  it.each([
    ['steady', 'has given no trouble', []],
    ['steady', 'answers quickly', times(3, quick)],
    ['troubled', 'answered slowly', [slow]],
    ['troubled', 'failed', [failed]],
    ['troubled', 'failed and has answered well nineteen times', [failed, ...times(19, quick)]],
    ['steady', 'failed and has answered well twenty times', [failed, ...times(20, quick)]],
    ['troubled', 'fails once in eleven times', times(9, [failed, ...times(10, quick)]).flat()],
    ['steady', 'was down for days and works again', [...times(500, failed), ...times(100, quick)]],
  ])('is %s for an endpoint that %s', (track, _what, outcomes) => {
    expect(trackOf(having(...outcomes))).toBe(track);
  });
});

describe('pauseMs', () => {
  it('grows with the failures in a row, to a minute', () => {
    const pauses = Array.from({ length: 10 }, (_, n) => pauseMs(having(...times(n, failed))));

    expect(pauses.map((pause) => pause / 1_000)).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('begins from the start after an answer, even a slow one', () => {
    expect(pauseMs(having(...times(5, failed), slow))).toBe(0);
  });
});
