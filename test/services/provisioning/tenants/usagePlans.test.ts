import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../engine/aws/apigateway/apigateway.ts';
import type { Fault } from '../../../../engine/kernel/faults.ts';
import { usagePlans } from '../../../../services/provisioning/tenants/usagePlans.ts';
import { nothingTwice } from '../../../../services/shared/clients.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let plans: ReturnType<typeof usagePlans>;
let plan: string;
let made = 0;

beforeAll(async () => {
  engine = await productEngine([apigateway]);
  const client = new APIGatewayClient(nothingTwice);
  plans = usagePlans(client);
  plan = (await client.send(new CreateUsagePlanCommand({ name: 'basic' }))).id ?? '';
});
afterEach(() => engine.engine.faults.clear());
afterAll(() => engine.destroy());

const aKey = async () => {
  made += 1;
  const create = new CreateApiKeyCommand({ name: `key ${made}` });
  return (await new APIGatewayClient().send(create)).id ?? '';
};

const failing = (fault: Pick<Fault, 'error' | 'when'>, operation = 'CreateUsagePlanKey') =>
  engine.engine.faults.add({ service: 'apigateway', operation, times: 1, ...fault });

/** What it ended as, and whether the key is in the plan then. */
const adding = async (key: string) => {
  const outcome = await plans.add(plan, key).then(
    () => 'added',
    (error: Error) => error.name,
  );
  return { outcome, isIn: await plans.has(plan, key) };
};

describe('usagePlans', () => {
  it('adds a key, and again one that is there', async () => {
    const key = await aKey();

    expect(await plans.has(plan, key)).toBe(false);
    expect(await adding(key)).toEqual({ outcome: 'added', isIn: true });
    expect(await adding(key)).toEqual({ outcome: 'added', isIn: true });
  });

  it('audit 1: does not take a change that came between for a key that is there', async () => {
    const key = await aKey();
    failing({ error: 'ConflictException', when: 'before' });

    expect(await adding(key)).toEqual({ outcome: 'TransientError', isIn: false });
  });

  it.each([
    ['TransientError', 'is not there', 'before', false],
    ['added', 'is there', 'after', true],
  ] as const)('ends as %s when the answer is lost and the key %s', async (...row) => {
    const [outcome, , when, isIn] = row;
    const key = await aKey();
    failing({ error: 'InternalFailure', when });

    expect(await adding(key)).toEqual({ outcome, isIn });
  });

  it.each([
    ['was turned away', 'TooManyRequestsException', 5],
    ['is wrong', 'BadRequestException', 1],
  ])('asks no further for a call that %s', async (_what, error, times) => {
    const key = await aKey();
    for (let time = 0; time < times; time += 1) failing({ error, when: 'before' });
    failing({ error: 'ForbiddenException', when: 'before' }, 'GetUsagePlanKey');

    await expect(plans.add(plan, key)).rejects.toMatchObject({ name: error });
  });

  it('throws when it cannot find out', async () => {
    const key = await aKey();
    failing({ error: 'ConflictException', when: 'before' });
    failing({ error: 'ForbiddenException', when: 'before' }, 'GetUsagePlanKey');

    await expect(plans.add(plan, key)).rejects.toMatchObject({ name: 'ForbiddenException' });
  });
});
