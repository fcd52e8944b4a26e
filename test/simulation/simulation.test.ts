import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shrink } from '../../simulation/plans/shrink.ts';
import type { Result, Task } from '../../simulation/task.ts';
import { Workers } from '../../simulation/workers.ts';
import { assemblyFolder } from '../support/assembly.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => ({ seed: index + 1 }));

/** A clock that was ahead stopped all onboardings in two of these; a tenant failed, and was active after, in the third. */
const WRONG_CLOCKS = [3, 31, 49].map((seed) => ({ seed, clocks: true }));

/** One of them leaves dead letters. */
const REDRIVEN = 4;

/** A user of one seed's scenario, for whom a step fails for good. */
const denied: Task = {
  seed: 1,
  listed: {
    scenario: [
      {
        at: 0,
        by: 'form',
        tenantName: 'Acme',
        adminEmail: 'admin@example.com',
        tier: 'platinum',
        twice: false,
      },
    ],
    mishaps: [
      {
        place: 'provisioning/onboarding/createDataStore.run dynamodb:CreateTable',
        occurrence: 1,
        times: 1_000,
        fate: 'denied',
      },
      {
        place: 'registration/register dynamodb:UpdateItem',
        occurrence: 1,
        times: 1,
        fate: 'lost',
      },
    ],
    crashes: [],
    beginsAfter: 3_600_000,
    repairAfter: 600_000,
  },
};

describe('simulation', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start({ assembly: assemblyFolder() }, 1);
  });
  afterAll(() => workers.stop());

  it('finds every registration active, or failed with nothing left, whatever goes wrong', async () => {
    const results: Result[] = [];

    await workers.run(SEEDS, (_task, result) => results.push(result) > 0);

    expect(results.flatMap(({ violations }) => violations)).toEqual([]);
    expect(results.some(({ struck }) => struck.length > 0)).toBe(true);
    expect(results.some(({ crashes }) => crashes.length > 0)).toBe(true);
  });

  it('keeps all of it where the clock of each process steps by hours', async () => {
    const results: Result[] = [];

    await workers.run(WRONG_CLOCKS, (_task, result) => results.push(result) > 0);

    expect(results.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('does the same again for the same seed, whatever ran before', async () => {
    const first = await workers.one({ seed: 6 });
    await workers.one({ seed: 3 });

    const second = await workers.one({ seed: 6 });

    expect(second).toEqual(first);
  });

  it('does the same in a process of its own, where dead letters are redriven for the first time', async () => {
    const fresh = await Workers.start({ assembly: assemblyFolder() }, 1);

    const first = await fresh.one({ seed: REDRIVEN });

    fresh.stop();
    expect(first).toEqual(await workers.one({ seed: REDRIVEN }));
  });

  it('rolls back a tenant whose table is refused', async () => {
    const { violations, failed, active } = await workers.one(denied);

    expect({ violations, failed, active }).toEqual({ violations: [], failed: 1, active: 0 });
  });

  it('leaves nothing half done where a bucket is empty for minutes', async () => {
    const { violations, struck } = await workers.one(dry);

    expect(violations).toEqual([]);
    expect(struck.length).toBeGreaterThan(1);
  });
});

/** The same user, while AWS takes no CreateApiKey for five minutes. */
const dry: Task = {
  seed: 1,
  limits: true,
  listed: {
    scenario: denied.listed?.scenario ?? [],
    mishaps: [
      {
        place: 'provisioning/onboarding/createApiKey.run apigateway:CreateApiKey',
        occurrence: 1,
        times: 1_000,
        fate: 'throttled',
      },
    ],
    crashes: [],
    beginsAfter: 3_600_000,
    repairAfter: 300_000,
  },
};

describe('simulation of a saga without an undo', () => {
  let workers: Workers;

  beforeAll(async () => {
    workers = await Workers.start(
      {
        assembly: assemblyFolder(),
        definition: [{ kind: 'skip', state: 'DeleteApiKey' }],
      },
      1,
    );
  });
  afterAll(() => workers.stop());

  it('names what is left, and shrinks the run to the one mishap that matters', async () => {
    const result = await workers.one(denied);
    const fails = async (task: Task) => (await workers.one(task)).violations.length > 0;

    const smallest = await shrink(denied, result, fails);

    expect(result.violations.join()).toContain('CreateApiKey left dev-tenant-');
    expect(new Set(smallest?.listed?.mishaps.map(({ place }) => place))).toEqual(
      new Set(['provisioning/onboarding/createDataStore.run dynamodb:CreateTable']),
    );
  });
});
