import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { turnsIn } from '../../../services/shared/turns.ts';
import { aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  await engine.table('claims');
});
afterAll(() => engine.destroy());

let counted = 0;

/** Somebody who has three turns a minute, and a clock: whether each of its turns is given. */
const somebody = () => {
  counted += 1;
  const who = `partner.p${counted}`;
  let now = Date.parse('2026-01-05T09:30:10.000Z');
  const { documents } = engine;
  const take = turnsIn({ documents, tableName: 'claims', now: () => new Date(now) });
  const waitFor = (n: number) => take({ who, id: aUlid(n), most: 3, windowSeconds: 60 });
  return {
    waitFor,
    take: async (n: number) => (await waitFor(n)) === undefined,
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
  };
};

describe('turnsIn', () => {
  it('gives so many turns in a minute and no more', async () => {
    const { take } = somebody();

    const taken = [await take(1), await take(2), await take(3), await take(4), await take(5)];

    expect(taken).toEqual([true, true, true, false, false]);
  });

  it('gives the same act one turn, however often it comes in a minute', async () => {
    const { take } = somebody();

    for (const n of [1, 2, 3, 3, 1]) expect(await take(n)).toBe(true);
    expect(await take(4)).toBe(false);
    expect(await take(2)).toBe(true);
  });

  it('begins again with each minute', async () => {
    const { take, pass } = somebody();
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

  it('gives turns after a clock that was hours ahead has counted', async () => {
    const { take, pass } = somebody();
    pass(6 * 3_600);
    for (const n of [1, 2, 3]) await take(n);
    pass(-6 * 3_600);

    const taken = [await take(4), await take(5), await take(6), await take(7)];

    expect(taken).toEqual([true, true, true, false]);
  });

  it('gives no more turns to many at once', async () => {
    const { take } = somebody();

    const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => take(n)));

    expect(taken.filter(Boolean)).toHaveLength(3);
  });

  it('counts each for itself', async () => {
    const [one, other] = [somebody(), somebody()];
    for (const n of [1, 2, 3]) await one.take(n);

    expect([await one.take(4), await other.take(4)]).toEqual([false, true]);
  });

  it('tells how long it is to the next minute where no turn is left', async () => {
    const { take, waitFor, pass } = somebody();
    for (const n of [1, 2, 3]) await take(n);

    pass(19.5);

    expect(await waitFor(4)).toBe(31);
  });

  it('gives no turn of a minute that is over', async () => {
    const { take, pass } = somebody();
    await take(1);

    pass(-60);

    expect(await take(2)).toBe(false);
  });
});
