import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isolationPeople, SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';
import {
  verifiedBy,
  type WebhookSubscriber,
  webhookSubscriber,
} from '../support/webhookSubscriber.ts';

/** More than the engine starts environments of a function at first. */
const HANGING = 6;

describe('a webhook', () => {
  let product: Product;
  let operatorToken: string;
  let subscriber: WebhookSubscriber;
  let made = 0;

  beforeAll(async () => {
    product = await startProduct();
    operatorToken = (await isolationPeople(product).operator()).tokens.id;
  }, SETUP_MS);
  afterAll(() => product.stop());

  beforeEach(async () => {
    subscriber = await webhookSubscriber(isolationPeople(product), operatorToken);
  });
  afterEach(() => subscriber.close());

  const onboard = async () => {
    made += 1;
    const signUp = { tenantName: `Hooked ${made}`, adminEmail: `ada${made}@hooked.example` };
    const { registrationId, tenantId } = await product.register({ ...signUp, tier: 'basic' });
    await product.settled(registrationId);
    return tenantId;
  };

  /** Deliveries are made in their own time. */
  const receiving = async (count: number) => {
    await until(() => subscriber.received().length >= count);
    return subscriber.received();
  };

  it('brings every event of an onboarding to the subscriber, signed', async () => {
    const { secret, webhookId } = await subscriber.subscribe();

    const tenantId = await onboard();
    const messages = (await receiving(3)).map((request) => verifiedBy(secret, request));

    await subscriber.call(`DELETE webhooks/${webhookId}`);
    expect(messages.map(({ type }) => type).sort()).toEqual([
      'TenantProvisioned',
      'TenantRegistered',
      'UserCreated',
    ]);
    expect(messages.map(({ metadata }) => metadata?.tenantId)).toEqual(Array(3).fill(tenantId));
  });

  it('waits for none of many that hang', async () => {
    const events = ['TenantProvisioned'];
    const hanging = await webhookSubscriber(isolationPeople(product), operatorToken);
    hanging.hang();
    const others = [];
    for (let n = 0; n < HANGING; n += 1) others.push(await hanging.subscribe({ events }));
    const { webhookId } = await subscriber.subscribe({ events });

    await onboard();
    await receiving(1);
    const givenUp = hanging.givenUp();

    await until(() => hanging.received().length >= HANGING);
    for (const other of others) await subscriber.call(`DELETE webhooks/${other.webhookId}`);
    await subscriber.call(`DELETE webhooks/${webhookId}`);
    await hanging.close();
    expect(givenUp).toBe(0);
  });

  it('is verified by either secret after a rotation', async () => {
    const events = ['TenantRegistered'];
    const { secret, webhookId } = await subscriber.subscribe({ events });
    const rotated = await subscriber.call(`POST webhooks/${webhookId}/secret`);

    await onboard();
    const [request] = await receiving(1);

    await subscriber.call(`DELETE webhooks/${webhookId}`);
    if (!request) throw new Error('none came');
    expect(verifiedBy(secret, request)).toEqual(verifiedBy(rotated.body.secret, request));
  });

  it('is disabled by a 410, and has all it missed after it is enabled and redriven', async () => {
    const events = ['TenantProvisioned', 'UserCreated'];
    const { webhookId } = await subscriber.subscribe({ events });
    subscriber.answer(410);
    await onboard();
    await receiving(1);
    const dead = async () =>
      (await subscriber.call(`GET webhooks/${webhookId}/deliveries?status=dead`)).body.deliveries;
    await until(async () => (await dead()).length >= 2);
    const { body: disabled } = await subscriber.call(`GET webhooks/${webhookId}`);

    subscriber.answer(204);
    await subscriber.call(`POST webhooks/${webhookId}/enable`);
    await subscriber.call(`POST webhooks/${webhookId}/redrive`);
    const received = await receiving(3);

    await subscriber.call(`DELETE webhooks/${webhookId}`);
    const types = received.map(({ body }) => JSON.parse(body).type);
    expect(disabled).toMatchObject({ status: 'disabled' });
    expect(types).toEqual(['TenantProvisioned', 'TenantProvisioned', 'UserCreated']);
  });

  it.each(['http://billing.example.com', 'https://169.254.169.254', 'https://[::ffff:10.0.0.1]'])(
    'is not registered for %s',
    async (url) => {
      const answer = await subscriber.call('POST webhooks', { url });

      expect(answer).toMatchObject({ status: 400, body: { fields: [{ path: 'url' }] } });
    },
  );
});
