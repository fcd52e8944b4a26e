import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tiers } from '../../infra/config.ts';
import { settableClock } from '../support/isolation/isolationClock.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const { burst, ratePerSecond } = tiers.basic;
const SECONDS = 3;
/** More than it takes to fill a bucket. */
const A_WHILE = 5_000;
/** Requests in flight at once. */
const LANES = 8;

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a usage plan', () => {
  let product: Product;
  let people: People;
  let hammer: Tenant;
  let neighbour: Tenant;
  let silo: Tenant;
  const time = settableClock();

  beforeAll(async () => {
    product = await startProduct({ clock: time.clock });
    people = isolationPeople(product);
    [hammer, neighbour, silo] = await Promise.all([
      people.onboard('Hammer', 'basic'),
      people.onboard('Neighbour', 'basic'),
      people.onboard('Silo', 'platinum'),
    ]);
    // From here on only the tests let time pass: buckets are filled when they say so.
    time.stop();
    time.move(A_WHILE);
  }, SETUP_MS);
  afterAll(() => product.stop());

  /** How many of so many requests each status was the answer to. */
  const call = async (tenant: Tenant, count: number) => {
    const answers: Record<number, number> = {};
    let left = count;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        const token = tenant.user.tokens.id;
        const { status } = await people.call('app', 'GET products/none', { token });
        answers[status] = (answers[status] ?? 0) + 1;
      }
    };
    await Promise.all(times(LANES).map(lane));
    return answers;
  };

  it('refuses what one tenant calls beyond its rate, and nothing of any other', async () => {
    const seconds = [];
    for (const _ of times(SECONDS)) {
      seconds.push(
        await Promise.all([
          call(hammer, 3 * ratePerSecond),
          call(neighbour, ratePerSecond / 2),
          call(silo, ratePerSecond / 2),
        ]),
      );
      time.move(1_000);
    }

    const served = ratePerSecond / 2;
    for (const [first, second, third] of seconds) {
      expect(first).toEqual({ 404: burst, 429: 3 * ratePerSecond - burst });
      expect([second, third]).toEqual([{ 404: served }, { 404: served }]);
    }
  });

  it('refills at its rate up to its burst', async () => {
    time.move(A_WHILE);
    const full = await call(hammer, burst + 5);
    time.move(500);
    const half = await call(hammer, ratePerSecond);
    time.move(A_WHILE);
    const again = await call(hammer, burst + 5);

    expect(full).toEqual({ 404: burst, 429: 5 });
    expect(half).toEqual({ 404: ratePerSecond / 2, 429: ratePerSecond / 2 });
    expect(again).toEqual({ 404: burst, 429: 5 });
  });

  it('is one for all people of a tenant', async () => {
    time.move(A_WHILE);
    await call(hammer, burst);
    const token = hammer.admin.tokens.id;

    const answer = await people.call('app', 'GET products', { token });

    expect(answer).toMatchObject({ status: 429, body: { code: 'THROTTLED' } });
    expect(await call(neighbour, 1)).toEqual({ 404: 1 });
  });

  it('does not count what the control plane is asked', async () => {
    time.move(A_WHILE);
    await call(hammer, burst + 1);

    const answer = await people.call('control', 'GET users', { token: hammer.admin.tokens.id });

    expect(answer.status).toBe(200);
  });
});
