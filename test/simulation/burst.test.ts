import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Workers } from '../../simulation/workers.ts';
import { assemblyFolder } from '../support/assembly.ts';

const POOL = 60;
const SILO = 3;
/** As `infra/config.ts` has it. */
const POOL_PER_SECOND = 4.6;

describe('a burst of sign-ups', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start({ assembly: assemblyFolder() }, 1);
  });
  afterAll(() => workers.stop());

  it('makes all of them tenants under AWS’s limits, and no silo waits for the pool', async () => {
    const result = await workers.burst({ seed: 1, burst: { pool: POOL, silo: SILO } });

    expect(result).toMatchObject({ active: POOL + SILO, failed: 0, open: 0 });
    expect(result.lastPool).toBeGreaterThan(((POOL - 1) / POOL_PER_SECOND) * 1_000);
    expect(result.lastSilo).toBeLessThan(result.lastPool + 10_000);
    expect(result.firstSilo).toBeLessThan(8_000);
  });
});
