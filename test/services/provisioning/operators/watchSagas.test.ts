import { describe, expect, it } from '@jest/globals';
import { watchSagas } from '../../../../services/provisioning/operators/watchSagas.ts';
import type { Metric } from '../../../../services/shared/metricNames.ts';
import { fixedNow } from '../../../support/fakes.ts';

type Run = { startedAt: string; startAt?: string; status?: string };

/** The watch over these sagas, oldest first, and what it has measured and looked at. */
const watchOf = (runs: readonly Run[]) => {
  const measured: [Metric, number][] = [];
  const described: string[] = [];
  const watch = watchSagas({
    oldestRunning: async (most) =>
      runs
        .map(({ startedAt }, n) => ({ name: `run${n}`, startedAt: new Date(startedAt) }))
        .slice(0, most),
    async describe(name) {
      described.push(name);
      const run = runs[Number(name.slice(3))];
      if (!run) return undefined;
      const { startedAt, startAt, status = 'RUNNING' } = run;
      const input = JSON.stringify({ startAt });
      const ended = { stoppedAt: undefined, error: undefined, cause: undefined };
      return { name, status, startedAt: new Date(startedAt), input, ...ended };
    },
    measure: (metric, value) => measured.push([metric, value]),
    now: fixedNow,
  });
  return { watch, measured, described };
};

describe('watchSagas', () => {
  it.each([
    ['a saga that began just now', '2026-01-05T09:30:00.000Z', 0],
    ['a saga of half a second', '2026-01-05T09:29:59.500Z', 0.5],
    ['a saga of a quarter of an hour', '2026-01-05T09:15:00.000Z', 900],
    ['a saga of two days', '2026-01-03T09:30:00.000Z', 172_800],
  ])('measures %s in seconds', async (_, startedAt, seconds) => {
    const { watch, measured } = watchOf([{ startedAt }]);

    expect(await watch()).toEqual({ seconds });
    expect(measured).toEqual([['LongestSaga', seconds]]);
  });

  it('measures nothing as zero, so that an alarm is over when its saga is', async () => {
    const { watch, measured } = watchOf([]);

    expect(await watch()).toEqual({ seconds: 0 });
    expect(measured).toEqual([['LongestSaga', 0]]);
  });

  it('counts a saga that had to wait from the time at which it could begin', async () => {
    const startAt = '2026-01-05T09:29:50.000Z';
    const { watch } = watchOf([{ startedAt: '2026-01-05T08:00:00.000Z', startAt }]);

    expect(await watch()).toEqual({ seconds: 10 });
  });

  it('does not count one that still waits, and finds the one behind it that hangs', async () => {
    const { watch } = watchOf([
      { startedAt: '2026-01-05T08:00:00.000Z', startAt: '2026-01-05T10:00:00.000Z' },
      { startedAt: '2026-01-05T09:00:00.000Z' },
    ]);

    expect(await watch()).toEqual({ seconds: 1_800 });
  });

  it('does not count one that has ended meanwhile', async () => {
    const { watch } = watchOf([{ startedAt: '2026-01-05T08:00:00.000Z', status: 'SUCCEEDED' }]);

    expect(await watch()).toEqual({ seconds: 0 });
  });

  it('looks no further than to where none can go on for longer', async () => {
    const { watch, described } = watchOf([
      { startedAt: '2026-01-05T09:00:00.000Z' },
      { startedAt: '2026-01-05T09:10:00.000Z' },
    ]);

    await watch();

    expect(described).toEqual(['run0']);
  });

  it('looks at a hundred at most', async () => {
    const startAt = '2026-01-05T10:00:00.000Z';
    const { watch, described } = watchOf(
      Array.from({ length: 150 }, () => ({ startedAt: '2026-01-05T09:00:00.000Z', startAt })),
    );

    await watch();

    expect(described).toHaveLength(100);
  });
});
