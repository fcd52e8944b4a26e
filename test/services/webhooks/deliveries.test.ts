import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { isSignedBy } from '../../support/isSignedBy.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { type WebhookApi, webhookApi } from '../../support/webhookApi.ts';
import { answering, type WebhookFixture, webhookFixture } from '../../support/webhookFixture.ts';

let engine: ProductEngine;
let hooks: WebhookFixture;
let on: WebhookApi['on'];

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());
beforeEach(async () => {
  hooks = await webhookFixture(engine);
  ({ on } = webhookApi(hooks));
});

describe('GET /webhooks/{webhookId}/deliveries', () => {
  it('shows each attempt, the newest first, page by page', async () => {
    const { webhookId } = await hooks.anEndpoint();
    await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1);
    await hooks.advance(6);

    const first = await on(webhookId, 'GET /deliveries', { limit: '2' });
    const { nextToken } = first.json;
    const second = await on(webhookId, 'GET /deliveries', { limit: '2', nextToken });

    const attempts = [...first.json.deliveries, ...second.json.deliveries];
    expect(attempts.map(({ attempt }) => attempt)).toEqual([3, 2, 1]);
    expect(second.json.nextToken).toBeUndefined();
    expect(attempts[0]).toEqual({
      eventId: aUlid(1),
      type: 'TenantProvisioned',
      tenantId: aTenantId(1),
      attempt: 3,
      status: 'failed',
      at: hooks.now().toISOString(),
      next: new Date(hooks.now().getTime() + 15 * 60_000).toISOString(),
      httpStatus: 500,
    });
  });

  it('shows the dead letters alone where asked to', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(({ id }) => answering(id === aUlid(1) ? 410 : 200));
    await hooks.event(1);

    const { json } = await on(webhookId, 'GET /deliveries', { status: 'dead' });

    expect(json.deliveries).toMatchObject([{ eventId: aUlid(1), status: 'dead', httpStatus: 410 }]);
  });

  it.each([{ status: 'failed' }, { nextToken: '!' }, { limit: '0' }])(
    'answers 400 to %j',
    async (query) => {
      const { webhookId } = await hooks.anEndpoint();

      expect((await on(webhookId, 'GET /deliveries', query)).statusCode).toBe(400);
    },
  );
});

describe('POST /webhooks/{webhookId}/redrive', () => {
  it('sends dead letters again', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(410));
    await hooks.event(1);
    await on(webhookId, 'POST /enable');
    hooks.answer(() => answering(200));

    const answer = await on(webhookId, 'POST /redrive');
    await hooks.work();

    expect(answer).toMatchObject({ statusCode: 202, json: { redriven: 1, more: false } });
    expect(hooks.posted.map(({ id }) => id)).toEqual([aUlid(1), aUlid(1)]);
  });

  it.each(['pending', 'disabled'] as const)('refuses while the endpoint is %s', async (status) => {
    const { webhookId } = await hooks.anEndpoint({ status });

    expect(await on(webhookId, 'POST /redrive')).toMatchObject({
      statusCode: 409,
      json: { code: 'WebhookNotEnabled' },
    });
  });
});

describe('POST /webhooks/{webhookId}/secret', () => {
  it('shows a new secret, by which deliveries are signed beside the old one', async () => {
    const { webhookId, secrets } = await hooks.anEndpoint();

    const answer = await on(webhookId, 'POST /secret');
    await hooks.event(1);

    const [request] = hooks.posted;
    expect(answer).toMatchObject({ statusCode: 201, json: { secret: expect.any(String) } });
    const both = [answer.json.secret, secrets[0]?.value ?? ''];
    expect(both.map((secret) => request && isSignedBy(secret, request))).toEqual([true, true]);
  });

  it('refuses one of two rotations at the same time', async () => {
    const { webhookId } = await hooks.anEndpoint();
    const stale = await hooks.endpoints.get(webhookId);
    const first = await on(webhookId, 'POST /secret');
    if (!stale) throw new Error('it is there');

    const late = await hooks.endpoints.replaceSecrets(stale, [{ value: 'whsec_late' }]);

    const kept = await hooks.endpoints.get(webhookId);
    expect(late).toBe(false);
    expect(kept?.secrets[0]?.value).toBe(first.json.secret);
  });
});
