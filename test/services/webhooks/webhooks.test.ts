import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Answer } from '../../../services/webhooks/httpPost.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { isSignedBy } from '../../support/isSignedBy.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { problemOf } from '../../support/proxyEvent.ts';
import { CHALLENGE, URL, type WebhookApi, webhookApi } from '../../support/webhookApi.ts';
import {
  answering,
  type Posted,
  type WebhookFixture,
  webhookFixture,
} from '../../support/webhookFixture.ts';

let engine: ProductEngine;
let hooks: WebhookFixture;
let call: WebhookApi['call'];
let on: WebhookApi['on'];
let create: WebhookApi['create'];

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

beforeEach(async () => {
  hooks = await webhookFixture(engine);
  ({ call, on, create } = webhookApi(hooks));
});

const created = async () => (await create()).json;

const saying = (body: string): Answer => ({
  kind: 'answered',
  status: 200,
  retryAfter: undefined,
  body,
});
const echo = ({ body }: Posted) => saying(JSON.stringify(JSON.parse(body).data));

const routes = [
  'POST /webhooks',
  'GET /webhooks',
  'GET /webhooks/{webhookId}',
  'DELETE /webhooks/{webhookId}',
  'POST /webhooks/{webhookId}/secret',
  'POST /webhooks/{webhookId}/verify',
  'POST /webhooks/{webhookId}/enable',
  'GET /webhooks/{webhookId}/deliveries',
  'POST /webhooks/{webhookId}/redrive',
];
const aRequest = { params: { webhookId: aUlid(1) }, body: { url: URL } };

describe('every route', () => {
  it.each(routes)('%s is for operators alone', async (to) => {
    for (const userRole of ['TenantAdmin', 'TenantUser'] as const) {
      const caller = { userRole, userName: 'ada', tenantId: aTenantId(1) };
      expect((await call(to, aRequest, caller)).statusCode).toBe(403);
    }
  });

  it.each(routes.slice(2))('%s answers 404 for an endpoint that there is not', async (to) => {
    expect((await call(to, aRequest)).statusCode).toBe(404);
  });

  it.each(routes.slice(2))('%s answers 400 for what is no id', async (to) => {
    const answer = await call(to, { params: { webhookId: 'deliveries#1' } });

    expect(answer.statusCode).toBe(400);
  });
});

describe('POST /webhooks', () => {
  it('registers an endpoint, pending, and shows its secret', async () => {
    const body = {
      url: URL,
      events: ['UserCreated'],
      tenantId: aTenantId(1),
      description: 'Billing',
    };

    const answer = await create(body);

    expect(answer.statusCode).toBe(201);
    expect(answer.json).toEqual({
      ...body,
      webhookId: aUlid(1),
      status: 'pending',
      createdAt: hooks.now().toISOString(),
      secret: expect.stringMatching(/^whsec_/),
    });
  });

  it.each([
    ['url', { url: 'http://billing.example.com' }],
    ['url', { url: 'https://127.0.0.1' }],
    ['url', { url: 'https://inside.example.com' }],
    ['url', { url: 'https://unknown.example.com' }],
    ['url', { url: `https://billing.example.com/${'x'.repeat(2_048)}` }],
    ['url', {}],
    ['events', { url: URL, events: [] }],
    ['events.0', { url: URL, events: ['TenantDeleted'] }],
    ['tenantId', { url: URL, tenantId: 'acme' }],
    ['secret', { url: URL, secret: 'mine' }],
  ])('names %s as the wrong field: %#', async (path, body) => {
    const answer = await create(body);

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map((field) => field.path)).toEqual([path]);
    expect((await call('GET /webhooks')).json.webhooks).toEqual([]);
  });
});

describe('GET /webhooks', () => {
  it('lists all, page by page, without a secret', async () => {
    for (let n = 0; n < 3; n += 1) await create();

    const first = await call('GET /webhooks', { query: { limit: '2' } });
    const second = await call('GET /webhooks', {
      query: { limit: '2', nextToken: first.json.nextToken },
    });

    const found = [...first.json.webhooks, ...second.json.webhooks];
    expect(found.map(({ webhookId }) => webhookId)).toEqual([aUlid(1), aUlid(2), aUlid(3)]);
    expect(second.json.nextToken).toBeUndefined();
    expect(first.body + second.body).not.toMatch(/whsec|secret/);
  });
});

describe('GET and DELETE /webhooks/{webhookId}', () => {
  it('show it without its secret, and remove it', async () => {
    const { secret: _, ...shown } = await created();

    const before = await on(shown.webhookId, 'GET ');
    const removed = await on(shown.webhookId, 'DELETE ');
    const after = await on(shown.webhookId, 'GET ');

    expect(before.json).toEqual(shown);
    expect([removed.statusCode, removed.body, after.statusCode]).toEqual([204, '', 404]);
  });
});

describe('POST /webhooks/{webhookId}/verify', () => {
  it('enables the endpoint that sends the signed challenge back', async () => {
    const { webhookId, secret } = await created();
    hooks.answer(echo);

    const answer = await on(webhookId, 'POST /verify');

    const [request] = hooks.posted;
    expect(answer).toMatchObject({ statusCode: 200, json: { webhookId, status: 'enabled' } });
    expect(request && isSignedBy(secret, request)).toBe(true);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      type: 'webhook.verification',
      timestamp: hooks.now().toISOString(),
      data: { challenge: CHALLENGE },
    });
  });

  it.each([
    ['another status', answering(500), 'it answered 500'],
    ['a redirect', answering(302), 'it answered 302'],
    ['nothing', answering(200), 'its answer was not'],
    ['another challenge', saying('{"challenge":"b-challenge"}'), 'was not'],
    ['a longer one', saying(`{"challenge":"${CHALLENGE}!"}`), 'was not'],
    ['plain text', saying(CHALLENGE), 'its answer was not'],
    ['no answer', { kind: 'failed', problem: 'ECONNREFUSED' } as const, 'ECONNREFUSED'],
  ])('leaves it pending on %s', async (_what, answer, reason) => {
    const { webhookId } = await created();
    hooks.answer(() => answer);

    const refused = await on(webhookId, 'POST /verify');
    await hooks.event(1);

    expect(refused.statusCode).toBe(422);
    expect(problemOf(refused).message).toContain(reason);
    expect((await on(webhookId, 'GET ')).json.status).toBe('pending');
    expect(hooks.posted).toHaveLength(1);
  });

  it('does not enable a disabled one', async () => {
    const { webhookId } = await hooks.anEndpoint({ status: 'disabled' });
    hooks.answer(echo);

    expect((await on(webhookId, 'POST /verify')).json.status).toBe('disabled');
    expect((await on(webhookId, 'GET ')).json.status).toBe('disabled');
  });
});

describe('POST /webhooks/{webhookId}/enable', () => {
  it('enables a disabled endpoint, and none that is not verified', async () => {
    const { webhookId } = await hooks.anEndpoint({ status: 'disabled' });
    const pending = await created();

    const enabled = await on(webhookId, 'POST /enable');
    const refused = await on(pending.webhookId, 'POST /enable');

    expect(enabled).toMatchObject({ statusCode: 200, json: { status: 'enabled' } });
    expect(refused).toMatchObject({ statusCode: 409, json: { code: 'WebhookNotVerified' } });
  });
});
