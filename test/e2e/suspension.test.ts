import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settableClock } from '../support/isolation/isolationClock.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';
import {
  verifiedBy,
  type WebhookSubscriber,
  webhookSubscriber,
} from '../support/webhookSubscriber.ts';

/** A little more than the authorizer's answers are kept. */
const A_MINUTE = 61_000;

describe('a tenant that is suspended and comes back', () => {
  const time = settableClock();
  let product: Product;
  let people: People;
  let tenant: Tenant;
  let token: string;
  let subscriber: WebhookSubscriber;

  beforeAll(async () => {
    product = await startProduct({ clock: time.clock });
    people = isolationPeople(product);
    token = (await people.operator()).tokens.id;
    tenant = await people.onboard('Acme', 'platinum');
    subscriber = await webhookSubscriber(people, token);
  }, SETUP_MS);
  afterAll(async () => {
    await subscriber.close();
    await product.stop();
  });

  const statusOf = async () => {
    const { registrationId } = tenant;
    const { body } = await people.call('control', `GET registrations/${registrationId}`);
    return body.status;
  };

  const invite = (email: string) => people.inviteTo(tenant.tenantId, token, email);

  const dead = async (webhookId: string) =>
    (await subscriber.call(`GET webhooks/${webhookId}/deliveries?status=dead`)).body.deliveries;

  /** Has the tenant switched, and waits until the registration and the caches know. */
  const become = async (to: 'deactivate' | 'activate', status: string) => {
    await people.setStatus(tenant, to, token);
    await until(async () => (await statusOf()) === status);
    time.move(A_MINUTE);
  };

  it('has what it had, and hears by its own webhook what came of it', async () => {
    const { tenantId } = tenant;
    const { webhookId, secret } = await subscriber.subscribe({ tenantId });
    const admin = tenant.admin.tokens.id;
    const body = { name: 'Anvil', price: 12.5 };
    const made = await people.call('app', 'POST products', { token: admin, body });
    const product = `GET products/${made.body.productId}`;

    await become('deactivate', 'suspended');
    const meanwhile = await people.call('app', product, { token: admin });
    await invite('late@acme.example');
    await until(async () => (await dead(webhookId)).length > 0);
    await become('activate', 'active');
    const after = await people.call('app', product, { token: admin });

    await until(() => subscriber.received().length >= 2);
    const heard = subscriber.received().map((request) => verifiedBy(secret, request).type);
    expect(meanwhile).toMatchObject({ status: 403, body: { code: 'TenantSuspended' } });
    expect(after).toMatchObject({ status: 200, body: made.body });
    expect(heard).toEqual(['TenantDeactivated', 'TenantActivated']);
    expect(await dead(webhookId)).toMatchObject([
      { type: 'UserCreated', problem: 'the tenant is suspended', status: 'dead' },
    ]);
  });

  it('is not undone while it is suspended', async () => {
    await become('deactivate', 'suspended');
    const { body } = await people.call('control', `GET sagas?tenantId=${tenant.tenantId}`, {
      token,
    });
    const [{ executionName }] = body.sagas;

    const replayed = await people.call('control', `POST sagas/${executionName}/replay`, { token });
    const shown = await people.call('control', `GET tenants/${tenant.tenantId}`, { token });

    expect(replayed).toMatchObject({ status: 409, body: { code: 'SagaNotReplayable' } });
    expect(shown.body).toMatchObject({ status: 'inactive', identity: 'own', data: 'own' });
  });
});
