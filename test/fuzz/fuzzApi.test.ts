import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { fuzzApi } from './fuzzApi.ts';
import { type FuzzWorld, fuzzWorld } from './fuzzWorld.ts';
import { operations } from './operations.ts';

const REQUESTS = 6 * operations.length;
const SEED = 1;

let world: FuzzWorld;

beforeAll(async () => {
  world = await fuzzWorld();
}, SETUP_MS);
afterAll(() => world.stop());

/** `npm run fuzz:api` sends 5,000. */
describe('the APIs, asked what their documents say', () => {
  it('answer what their documents say, mostly by a function, and never with a 5xx', async () => {
    const { reached, statuses, violations } = await fuzzApi(world, {
      requests: REQUESTS,
      seed: SEED,
    });

    expect(violations).toEqual([]);
    expect(reached).toBeGreaterThan(0.9 * REQUESTS);
    expect(Object.keys(statuses)).toEqual(
      expect.arrayContaining(['200', '201', '202', '204', '400', '403', '404']),
    );
  });
});
