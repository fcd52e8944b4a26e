import { describe, expect, it } from '@jest/globals';
import { limitFates, type Plan } from '../../simulation/plans/plan.ts';
import { randomPlan } from '../../simulation/plans/randomPlan.ts';

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const CREATE_KEY = 'apigateway:CreateApiKey';
const CREATE_USER = 'identity/createTenantAdmin cognito-idp:AdminCreateUser';
const ATTACH = 'provisioning/onboarding/createApiKey.run apigateway:CreateUsagePlanKey';

/** The seconds of the first ten minutes in which no call of an operation is taken. */
const drySeconds = (plan: Plan, operation: string): number[] =>
  Array.from({ length: 600 }, (_, second) => second).filter((second) =>
    plan.isDry(operation, 1_000 * second),
  );

const fatesOf = (limits: boolean, place: string) =>
  new Set(
    SEEDS.flatMap((seed) =>
      Array.from({ length: 10 }, (_, index) => randomPlan(seed, limits).fateOf(place, index + 1)),
    ),
  );

describe('randomPlan with limits', () => {
  it('lets a bucket be empty for one to five minutes, and in other runs never', () => {
    const droughts = SEEDS.map((seed) => drySeconds(randomPlan(seed, true), CREATE_KEY));

    const lasting = droughts.filter(({ length }) => length > 0);

    expect(lasting.length).toBeGreaterThan(2);
    expect(lasting.length).toBeLessThan(SEEDS.length / 2);
    for (const seconds of lasting) {
      expect(seconds.length).toBeGreaterThanOrEqual(59);
      expect(seconds.length).toBeLessThanOrEqual(301);
      expect(seconds.at(-1)).toBe((seconds[0] ?? 0) + seconds.length - 1);
    }
  });

  it('is over with it before everything is mended', () => {
    for (const seed of SEEDS) {
      const plan = randomPlan(seed, true);
      expect(plan.isDry(CREATE_KEY, plan.repairAfter)).toBe(false);
    }
  });

  it('leaves alone what AWS does not count', () => {
    const dry = SEEDS.flatMap((seed) => drySeconds(randomPlan(seed, true), 'dynamodb:PutItem'));

    expect(dry).toEqual([]);
  });

  it('lets changes of API Gateway meet, and mail run out for good', () => {
    expect(fatesOf(true, ATTACH)).toContain('conflicting');
    for (const spent of ['outOfMail', 'madeOutOfMail']) {
      const plans = SEEDS.map((seed) => randomPlan(seed, true)).filter(
        (plan) => plan.fateOf(CREATE_USER, 3) === spent,
      );
      expect(plans.length).toBeGreaterThan(2);
      expect(plans.every((plan) => plan.fateOf(CREATE_USER, 50) === spent)).toBe(true);
    }
  });

  it('has management calls of API Gateway take 80 to 400 ms', () => {
    const usual = SEEDS.map((seed) => randomPlan(seed, true).latencyOf(ATTACH, 1)).sort(
      (one, other) => one - other,
    );

    expect(usual[SEEDS.length / 4]).toBeGreaterThanOrEqual(80);
    expect(usual[SEEDS.length / 2]).toBeLessThanOrEqual(400);
  });
});

describe('randomPlan without limits', () => {
  it('knows nothing of them', () => {
    const fates = [...fatesOf(false, ATTACH), ...fatesOf(false, CREATE_USER)];

    expect(fates.filter((fate) => limitFates.some((one) => one === fate))).toEqual([]);
    expect(drySeconds(randomPlan(1, false), CREATE_KEY)).toEqual([]);
  });
});
