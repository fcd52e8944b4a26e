import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { partnerTurns } from '../../../../services/provisioning/tenants/partnerTurns.ts';
import { aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  await engine.table('claims');
});
afterAll(() => engine.destroy());

let partners = 0;

/** A partner of its own with three turns a minute, and a clock. */
const aPartner = () => {
  partners += 1;
  const source = `partner.p${partners}`;
  let now = Date.parse('2026-01-05T09:30:10.000Z');
  const { documents } = engine;
  const take = partnerTurns({ documents, tableName: 'claims', now: () => new Date(now) });
  return {
    take: (n: number) => take({ source, eventId: aUlid(n), perMinute: 3 }),
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
  };
};

describe('partnerTurns', () => {
  it('gives so many turns in a minute and no more', async () => {
    const { take } = aPartner();

    const taken = [await take(1), await take(2), await take(3), await take(4), await take(5)];

    expect(taken).toEqual([true, true, true, false, false]);
  });

  it('gives the same event one turn, however often it comes in a minute', async () => {
    const { take } = aPartner();

    for (const n of [1, 2, 3, 3, 1]) expect(await take(n)).toBe(true);
    expect(await take(4)).toBe(false);
    expect(await take(2)).toBe(true);
  });

  it('begins anew with each minute', async () => {
    const { take, pass } = aPartner();
    for (const n of [1, 2, 3]) await take(n);

    pass(49);
    expect(await take(4)).toBe(false);
    pass(1);
    expect([await take(4), await take(5), await take(6), await take(7)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('gives no more turns to many at once', async () => {
    const { take } = aPartner();

    const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => take(n)));

    expect(taken.filter(Boolean)).toHaveLength(3);
  });

  it('counts each partner for itself', async () => {
    const [one, other] = [aPartner(), aPartner()];
    for (const n of [1, 2, 3]) await one.take(n);

    expect([await one.take(4), await other.take(4)]).toEqual([false, true]);
  });

  it('gives no turn of a minute that is over', async () => {
    const { take, pass } = aPartner();
    await take(1);

    pass(-60);

    expect(await take(2)).toBe(false);
  });
});
