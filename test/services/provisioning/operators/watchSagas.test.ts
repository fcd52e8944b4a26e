import { describe, expect, it } from '@jest/globals';
import { watchSagas } from '../../../../services/provisioning/operators/watchSagas.ts';
import type { Metric } from '../../../../services/shared/metricNames.ts';
import { fixedNow } from '../../../support/fakes.ts';

/** The watch over sagas of which the oldest began then, and what it has measured. */
const watchOf = (oldestRunning: () => Promise<Date | undefined>) => {
  const measured: [Metric, number][] = [];
  const watch = watchSagas({
    oldestRunning,
    measure: (metric, value) => measured.push([metric, value]),
    now: fixedNow,
  });
  return { watch, measured };
};

describe('watchSagas', () => {
  it.each([
    ['a saga that began just now', '2026-01-05T09:30:00.000Z', 0],
    ['a saga of half a second', '2026-01-05T09:29:59.500Z', 0.5],
    ['a saga of a quarter of an hour', '2026-01-05T09:15:00.000Z', 900],
    ['a saga of two days', '2026-01-03T09:30:00.000Z', 172_800],
  ])('measures %s in seconds', async (_, since, seconds) => {
    const { watch, measured } = watchOf(async () => new Date(since));

    expect(await watch()).toEqual({ seconds });
    expect(measured).toEqual([['LongestSaga', seconds]]);
  });

  it('measures nothing as zero, so that an alarm is over when its saga is', async () => {
    const { watch, measured } = watchOf(async () => undefined);

    expect(await watch()).toEqual({ seconds: 0 });
    expect(measured).toEqual([['LongestSaga', 0]]);
  });

  it('measures nothing and throws when it cannot look', async () => {
    const { watch, measured } = watchOf(async () => {
      throw new Error('refused');
    });

    await expect(watch()).rejects.toThrow('refused');
    expect(measured).toEqual([]);
  });
});
