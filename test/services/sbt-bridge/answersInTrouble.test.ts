import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aBridgeTable } from '../../sbt/bridgeTable.ts';
import { livesOf, SbtDriver, type Trouble } from '../../sbt/sbtDriver.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let tables = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const driven = async (seed: number, trouble: Trouble) => {
  tables += 1;
  const tableName = `sbt-${tables}`;
  await engine.call('dynamodb', 'CreateTable', aBridgeTable(tableName));
  return new SbtDriver({ documents: engine.documents, tableName, seed }, trouble);
};

/** `npm run sbt` drives a thousand. */
const REQUESTS = 120;

describe('the SBT bridge', () => {
  it.each([
    ['with duplicates, disorder, faults and malformed requests', { faults: 0.15, copies: 0.3 }],
    ['with answers that overtake each other', { faults: 0, copies: 0 }],
  ])('has SBT hear last what is so, %s', async (_what, trouble) => {
    const driver = await driven(1, { ...trouble, atOnce: 6 });
    const lives = livesOf(1, REQUESTS);

    await driver.live(lives);

    expect(driver.misled(lives)).toEqual([]);
    expect(driver.faults >= REQUESTS * trouble.faults).toBe(true);
  });

  it('tells each outcome at most once where nothing fails or crosses, whatever comes twice and late', async () => {
    const driver = await driven(2, { faults: 0, copies: 0.5, atOnce: 1 });
    const lives = livesOf(2, REQUESTS).filter(
      ({ asked, outcomes }) => asked.length === 1 && outcomes.length > 0,
    );

    await driver.live(lives);

    const heardTooOften = lives.filter(({ tenantRegistrationId, outcomes }) => {
      const heard = driver.heard.get(tenantRegistrationId) ?? [];
      return heard.length > outcomes.length;
    });
    expect(heardTooOften).toEqual([]);
    expect(driver.misled(lives)).toEqual([]);
  });
});
