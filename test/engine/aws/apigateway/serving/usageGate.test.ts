import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { apigateway } from '../../../../../engine/aws/apigateway/apigateway.ts';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { testEngine } from '../../../../support/testEngine.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { deployedApi, idOf } from '../deployedApi.ts';
import { fakeLambda, invocationUri } from '../fakeLambda.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
const VALUE = 'the-key-of-the-tenant-acme';
const ENDPOINTS = [{ path: '/orders', verb: 'GET', method: { apiKeyRequired: true } }];
const Row = z.object({ used: z.number(), remaining: z.number() });
const handler = () => ({ statusCode: 200 });

describe('a method that requires an API key', () => {
  let served: Awaited<ReturnType<typeof deployedApi>>;
  let time: ReturnType<typeof virtualClock>;
  afterEach(() => served.destroy());

  const serve = async (plan: JsonObject, more: Partial<Parameters<typeof deployedApi>[0]> = {}) => {
    time = virtualClock(Date.UTC(2026, 0, 28, 12));
    const { clock } = time;
    served = await deployedApi({ functions: { handler }, endpoints: ENDPOINTS, clock, ...more });
    const apiStages = [{ apiId: served.restApiId, stage: 'prod' }];
    const made = await served.apigateway('CreateUsagePlan', { name: 'basic', apiStages, ...plan });
    return idOf(made);
  };

  const join = async (usagePlanId: string, value = VALUE) => {
    const key = { name: value, value, enabled: true };
    const keyId = idOf(await served.apigateway('CreateApiKey', key));
    await served.apigateway('CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' });
    return keyId;
  };

  const get = (key = VALUE) => served.fetch('/orders', { headers: { 'x-api-key': key } });

  const statuses = async (count: number, key = VALUE) => {
    const found: number[] = [];
    for (let turn = 0; turn < count; turn += 1) found.push((await get(key)).status);
    return found;
  };

  it('takes a key of a plan of its stage, and tells the function which', async () => {
    const keyId = await join(await serve({}));

    expect((await get()).status).toBe(200);
    expect(served.invoked[0]?.event['requestContext']).toMatchObject({
      identity: { apiKey: VALUE, apiKeyId: keyId },
    });
  });

  it('refuses a missing, unknown, disabled or planless key', async () => {
    const plan = await serve({});
    const enabled = idOf(
      await served.apigateway('CreateApiKey', { value: 'a-key-in-no-plan-at-all', enabled: true }),
    );
    const keyId = await join(plan);
    expect((await get()).status).toBe(200);
    const patchOperations = [{ op: 'replace', path: '/enabled', value: 'false' }];
    await served.apigateway('UpdateApiKey', { apiKey: keyId, patchOperations });

    const without = await served.fetch('/orders');
    const refused = [await get('nobody'), await get('a-key-in-no-plan-at-all'), await get()];

    expect(enabled).toBeTruthy();
    for (const response of [without, ...refused]) {
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ message: 'Forbidden' });
    }
  });

  it('forgets a key at once when it leaves its plan', async () => {
    const usagePlanId = await serve({});
    const keyId = await join(usagePlanId);
    expect((await get()).status).toBe(200);

    await served.apigateway('DeleteUsagePlanKey', { usagePlanId, keyId });

    expect((await get()).status).toBe(403);
  });

  it('takes the key that the authorizer names, where the API says so', async () => {
    const guard = () => ({
      principalId: 'user',
      policyDocument: {
        Statement: { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' },
      },
      usageIdentifierKey: VALUE,
    });
    const plan = await serve(
      {},
      {
        functions: { handler, guard },
        api: { apiKeySource: 'AUTHORIZER' },
        authorizer: {
          type: 'REQUEST',
          authorizerUri: invocationUri('guard'),
          identitySource: 'method.request.header.Authorization',
        },
      },
    );
    const headers = { authorization: 'Bearer a' };
    expect((await served.fetch('/orders', { headers })).status).toBe(403);

    await join(plan);

    expect((await served.fetch('/orders', { headers })).status).toBe(200);
  });

  it('throttles each key by its own bucket, which refills', async () => {
    const plan = await serve({ throttle: { rateLimit: 2, burstLimit: 3 } });
    await join(plan);
    await join(plan, 'the-key-of-another-tenant');

    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, 'the-key-of-another-tenant')).toEqual([200]);
    await time.advance(SECOND);
    expect(await statuses(3)).toEqual([200, 200, 429]);
    const response = await get();
    expect(response.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException');
    expect(await response.json()).toEqual({ message: 'Too Many Requests' });
  });

  it.each([
    ['DAY', [[DAY / 2, 200]]],
    [
      'WEEK',
      [
        [DAY, 429],
        [3 * DAY, 200],
      ],
    ],
    [
      'MONTH',
      [
        [3 * DAY, 429],
        [DAY, 200],
      ],
    ],
  ] as const)('spends a quota per %s, in UTC', async (period, steps) => {
    await join(await serve({ quota: { limit: 2, period } }));

    expect(await statuses(2)).toEqual([200, 200]);
    const response = await get();
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual({ message: 'Limit Exceeded' });
    for (const [wait, status] of steps) {
      await time.advance(wait);
      expect((await get()).status).toBe(status);
    }
  });

  it('tells what a key has used, day by day', async () => {
    const usagePlanId = await serve({ quota: { limit: 10, period: 'MONTH' } });
    const keyId = await join(usagePlanId);
    await statuses(2);
    await time.advance(DAY);
    await statuses(3);

    const range = { startDate: '2026-01-27', endDate: '2026-01-29' };
    const usage = await served.apigateway('GetUsage', { usagePlanId, keyId, ...range });

    expect(usage['items']).toEqual({
      [keyId]: [
        [0, 10],
        [2, 8],
        [3, 5],
      ],
    });
  });

  it('remembers what is spent over a restart', async () => {
    await join(await serve({ quota: { limit: 3, period: 'DAY' } }));
    await statuses(2);
    await served.close();
    const { service } = fakeLambda({ handler });
    const { directory, restApiId } = served;

    const again = await testEngine([apigateway, service], { directory, clock: time.clock });
    const url = `${again.engine.endpoint}/_aws/execute-api/${restApiId}/prod/orders`;
    const headers = { 'x-api-key': VALUE };
    const first = await fetch(url, { headers });
    const second = await fetch(url, { headers });
    await again.close();

    expect([first.status, second.status]).toEqual([200, 429]);
  });

  it('writes what is spent within a second', async () => {
    const plan = await serve({ quota: { limit: 3, period: 'DAY' } });
    const keyId = await join(plan);
    await statuses(2);

    await time.advance(SECOND);

    const rows = served.engine.store.collection('apigateway.usage', Row);
    const key = `${plan}/${keyId}/2026-01-28`;
    let row = await rows.get(key);
    while (!row) row = await rows.get(key);
    expect(row).toEqual({ used: 2, remaining: 1 });
  });

  it('is throttled by its stage as well', async () => {
    await join(await serve({}));
    const patchOperations = [
      { op: 'replace', path: '/*/*/throttling/rateLimit', value: '1' },
      { op: 'replace', path: '/*/*/throttling/burstLimit', value: '1' },
    ];
    const { restApiId } = served;
    await served.apigateway('UpdateStage', { restApiId, stageName: 'prod', patchOperations });

    expect(await statuses(2)).toEqual([200, 429]);
  });
});
