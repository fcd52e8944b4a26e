import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KilledRuns } from '../support/killedRuns.ts';

describe('the product, killed at random moments under load', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kills-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('has every registration active with everything, or failed with nothing left', async () => {
    const runs = new KilledRuns(directory, 7);

    const violations = await runs.round(4);

    expect(violations).toEqual([]);
    expect(runs.accepted.size).toBeGreaterThan(0);
  }, 600_000);
});
