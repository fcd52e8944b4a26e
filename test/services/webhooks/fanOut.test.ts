import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { newSecretValue } from '../../../events/webhookMessage.ts';
import { rotated } from '../../../services/webhooks/endpoint.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { isSignedBy } from '../../support/isSignedBy.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { answering, type WebhookFixture, webhookFixture } from '../../support/webhookFixture.ts';

let engine: ProductEngine;
let hooks: WebhookFixture;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());
beforeEach(async () => {
  hooks = await webhookFixture(engine);
});

const HOUR = 60;
const ALL = { limit: 100, after: undefined };
const secretOf = ({ secrets }: { secrets: { value: string }[] }) => secrets[0]?.value ?? '';
const idsPosted = () => hooks.posted.map(({ id }) => id);
const minutesPosted = () => hooks.posted.map(({ minute }) => minute);
const entriesOf = async (webhookId: string, of: 'attempts' | 'dead' = 'attempts') =>
  (await hooks.log(webhookId, of, ALL)).entries;
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('an event', () => {
  it('is posted at once, signed, under its own id', async () => {
    const endpoint = await hooks.anEndpoint();

    await hooks.event(1);

    const [request] = hooks.posted;
    expect(hooks.posted).toHaveLength(1);
    expect(request).toMatchObject({ url: endpoint.url, id: aUlid(1), timestamp: hooks.now() });
    expect(request && isSignedBy(secretOf(endpoint), request)).toBe(true);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      type: 'TenantProvisioned',
      timestamp: hooks.now().toISOString(),
      data: { tenantId: aTenantId(1) },
      metadata: { eventId: aUlid(1), version: '1.0', tenantId: aTenantId(1) },
    });
    expect(await entriesOf(endpoint.webhookId)).toEqual([
      {
        eventId: aUlid(1),
        type: 'TenantProvisioned',
        tenantId: aTenantId(1),
        attempt: 1,
        status: 'delivered',
        at: hooks.now().toISOString(),
        httpStatus: 204,
      },
    ]);
  });

  it('is posted to all who want it, and to nobody else', async () => {
    const wanting = [
      await hooks.anEndpoint(),
      await hooks.anEndpoint({ events: ['UserCreated', 'TenantProvisioned'] }),
      await hooks.anEndpoint({ tenantId: aTenantId(1) }),
    ];
    await hooks.anEndpoint({ events: ['UserCreated'] });
    await hooks.anEndpoint({ tenantId: aTenantId(2) });
    await hooks.anEndpoint({ status: 'pending' });

    await hooks.event(1);

    expect(hooks.posted.map(({ url }) => url).sort()).toEqual(wanting.map(({ url }) => url));
  });

  it('is posted once, however often the bus delivers it', async () => {
    const { webhookId } = await hooks.anEndpoint();

    await Promise.all([hooks.event(1), hooks.event(1), hooks.event(1)]);
    await hooks.advance(1);
    await hooks.event(1);
    await hooks.advance(1);

    expect(idsPosted()).toEqual([aUlid(1)]);
    expect(await entriesOf(webhookId)).toHaveLength(1);
  });

  it('is posted once when it comes again while it is being retried', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1);
    await hooks.event(1);

    hooks.answer(() => answering(200));
    await hooks.advance(10);

    expect(minutesPosted()).toEqual([0, 1]);
  });

  it('reaches other endpoints while one of them is down', async () => {
    const [down, up] = [await hooks.anEndpoint(), await hooks.anEndpoint()];
    hooks.answer(({ url }) => answering(url === down.url ? 500 : 200));

    for (const n of range(1, 3)) await hooks.event(n);

    expect(hooks.posted.filter(({ url }) => url === up.url).map(({ id }) => id)).toEqual(
      range(1, 3).map(aUlid),
    );
  });

  it('wakes nobody who is being visited or left alone', async () => {
    const [busy, idle] = [await hooks.anEndpoint(), await hooks.anEndpoint()];
    await hooks.ports.begin(busy.webhookId, hooks.now());

    const woken = await hooks.wokenBy(1);

    expect(woken).toEqual([{ webhookId: idle.webhookId, track: 'steady' }]);
  });

  it('is on its way to all others when it cannot be kept for one', async () => {
    const [broken, well] = [await hooks.anEndpoint(), await hooks.anEndpoint()];
    hooks.refuseFor(broken.webhookId);

    const lost = hooks.event(1).catch((error: Error) => error.message);

    expect(await lost).toBe('not kept');
    await hooks.work();
    expect(hooks.posted.map(({ url }) => url)).toEqual([well.url]);
  });
});

describe('a rotation of the secret', () => {
  it('loses no delivery: either secret verifies for a day, then the new one alone', async () => {
    const endpoint = await hooks.anEndpoint();
    const [former, current] = [secretOf(endpoint), newSecretValue()];
    await hooks.event(1);

    await hooks.endpoints.replaceSecrets(endpoint, rotated(endpoint.secrets, current, hooks.now()));
    await hooks.event(2);
    hooks.skip(24 * HOUR - 1);
    await hooks.event(3);
    hooks.skip(1);
    await hooks.event(4);

    const verifiedBy = (secret: string) =>
      hooks.posted.map((request) => isSignedBy(secret, request));
    expect(verifiedBy(former)).toEqual([true, true, true, false]);
    expect(verifiedBy(current)).toEqual([false, true, true, true]);
  });

  it('signs with the secrets of the attempt, not of the event', async () => {
    const endpoint = await hooks.anEndpoint();
    const current = newSecretValue();
    hooks.answer(() => answering(500));
    await hooks.event(1);

    await hooks.endpoints.replaceSecrets(endpoint, rotated(endpoint.secrets, current, hooks.now()));
    await hooks.advance(1);

    expect(hooks.posted.map((request) => isSignedBy(current, request))).toEqual([false, true]);
  });
});

describe('a deleted endpoint', () => {
  it('gets nothing more', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1);

    await hooks.endpoints.remove(webhookId);
    await hooks.event(2);
    await hooks.advance(10);

    expect(minutesPosted()).toEqual([0]);
  });
});
