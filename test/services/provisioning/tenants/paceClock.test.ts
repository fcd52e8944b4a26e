import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { paceClock, usagePlanTurns } from '../../../../services/provisioning/tenants/paceClock.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

const START = Date.parse('2026-01-05T09:30:00.000Z');

const LONGEST_MS = 3_600_000;

let engine: ProductEngine;
let tables = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

/** A clock for four starts a second in the pool and one in two seconds for silos, at a time that the test sets. */
const aClock = async () => {
  tables += 1;
  const tableName = await engine.table('claims', `claims-${tables}`);
  const time = { ms: 0 };
  const reserve = paceClock({
    documents: engine.documents,
    tableName,
    pace: { pool: 4, silo: 0.5 },
    longest: LONGEST_MS,
    now: () => new Date(START + time.ms),
  });
  /** When a run of this lane may begin, in milliseconds, and how many begin before it. */
  const place = async (lane: 'pool' | 'silo' = 'pool') => {
    const { startsAt, ahead } = await reserve(lane);
    return [startsAt.getTime() - START, ahead];
  };
  return { place, time };
};

describe('paceClock', () => {
  it('lets the first begin at once', async () => {
    const { place } = await aClock();

    expect(await place()).toEqual([0, 0]);
  });

  it('gives those that come together one place after the other', async () => {
    const { place } = await aClock();

    const places = [await place(), await place(), await place(), await place()];

    expect(places).toEqual([
      [0, 0],
      [250, 1],
      [500, 2],
      [750, 3],
    ]);
  });

  it.each([
    ['believes a queue that may be as long', LONGEST_MS - 250, [LONGEST_MS, LONGEST_MS / 250]],
    ['forgets what a clock that was hours ahead has set', LONGEST_MS + 1_000, [0, 0]],
  ])('%s', async (_what, ahead, expected) => {
    const { place, time } = await aClock();
    time.ms = ahead;
    await place();
    time.ms = 0;

    expect(await place()).toEqual(expected);
  });

  it('gives no place twice, whoever asks at the same moment', async () => {
    const { place } = await aClock();

    const places = await Promise.all(Array.from({ length: 3 }, () => place()));

    expect(places.map(([at]) => at).sort((one = 0, other = 0) => one - other)).toEqual([
      0, 250, 500,
    ]);
  });

  it('keeps no place for the time in which nobody came', async () => {
    const { place, time } = await aClock();
    await place();
    time.ms = 10_000;

    expect([await place(), await place()]).toEqual([
      [10_000, 0],
      [10_250, 1],
    ]);
  });

  it('lets the one that comes when the queue has just ended begin at once', async () => {
    const { place, time } = await aClock();
    await place();
    time.ms = 250;

    expect(await place()).toEqual([250, 0]);
  });

  it('lets a silo wait for silos only', async () => {
    const { place } = await aClock();
    for (let n = 0; n < 20; n += 1) await place('pool');

    expect([await place('silo'), await place('silo')]).toEqual([
      [0, 0],
      [2_000, 1],
    ]);
  });
});

describe('usagePlanTurns', () => {
  const pacedBy = (CLAIM_TABLE: string) => ({
    CLAIM_TABLE,
    POOL_STARTS_PER_SECOND: 4.6,
    SILO_STARTS_PER_SECOND: 0.2,
  });

  it('lets five in a second, each as long after the one before', async () => {
    const takeTurn = usagePlanTurns(
      engine.documents,
      pacedBy(await engine.table('claims', 'turns')),
    );
    const begun = performance.now();

    await Promise.all([takeTurn(), takeTurn(), takeTurn()]);

    expect(performance.now() - begun).toBeGreaterThan(395);
  });

  it('does not wait for a time that a clock has set which was ahead', async () => {
    const tableName = await engine.table('claims', 'ahead');
    const { documents } = engine;
    const now = () => new Date(Date.now() + 30_000);
    await paceClock({ documents, tableName, pace: { usagePlanKeys: 5 }, longest: 10_000, now })(
      'usagePlanKeys',
    );

    await expect(usagePlanTurns(documents, pacedBy(tableName))()).resolves.toBeUndefined();
  });
});
