import { describe, expect, it } from '@jest/globals';
import { pacedStart } from '../../../../services/provisioning/saga/startTimes.ts';
import { aPlace } from '../../../support/builders.ts';

describe('pacedStart', () => {
  it.each([
    ['at once', 0, {}],
    ['later', 60_000, { startAt: '2026-01-05T09:31:00.000Z' }],
  ])('starts a run that has a place %s', async (_when, waitMs, more) => {
    const started: unknown[] = [];
    const lanes: string[] = [];
    const start = pacedStart(
      async (lane) => {
        lanes.push(lane);
        return aPlace(waitMs);
      },
      async (name, input) => started.push([name, input]) > 0,
    );

    const isNew = await start('run', { deployment: 'silo' });

    expect(isNew).toBe(true);
    expect(lanes).toEqual(['silo']);
    expect(started).toEqual([['run', { deployment: 'silo', ...more }]]);
  });
});
