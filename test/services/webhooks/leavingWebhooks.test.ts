import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { eraseTenant, erasureNotes } from '../../../services/shared/eraseTenant.ts';
import type { StandingRoute } from '../../../services/shared/route.ts';
import { everyEndpoint } from '../../../services/webhooks/endpointTable.ts';
import { leavingWebhooks } from '../../../services/webhooks/leavingWebhooks.ts';
import { keys } from '../../../services/webhooks/webhookKeys.ts';
import { aRoute, aTenantId, aTenantOffboarded, aUlid } from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { answering, type WebhookFixture, webhookFixture } from '../../support/webhookFixture.ts';

let engine: ProductEngine;
let hooks: WebhookFixture;
let bus: ReturnType<typeof fakeBus>;
let route: StandingRoute | undefined;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());
beforeEach(async () => {
  hooks = await webhookFixture(engine);
  bus = fakeBus();
  route = undefined;
});

const tenantId = aTenantId(1);
const others = aTenantId(2);
const ALL = { limit: 100, after: undefined };

const detail = aTenantOffboarded(
  { tenantId },
  { tenantId, eventId: aUlid(77), correlationId: aUlid(1), sequence: 90 },
);

const portsOf = () => ({
  documents: engine.documents,
  tableName: hooks.tableName,
  endpoints: () => everyEndpoint(hooks.endpoints.page),
  remove: hooks.endpoints.remove,
});

/** What webhooks do when they hear that the first tenant has left. */
const erase = (ports = portsOf()) =>
  eraseTenant(
    'webhooks',
    {
      now: hooks.now,
      routeOf: async () => route,
      notes: erasureNotes(engine.documents, hooks.tableName, keys.erasure),
      publish: bus.publish,
    },
    leavingWebhooks(ports),
  )(detail);

const rows = async () =>
  (await engine.documents.send(new ScanCommand({ TableName: hooks.tableName }))).Items ?? [];

/** What names the tenant, by what its rows are. */
const kindsLeft = async () => {
  const naming = (await rows()).filter((row) => JSON.stringify(row).includes(tenantId));
  return [...new Set(naming.map(({ pk }) => String(pk).split('#')[0]))].sort();
};

const deadOf = async (webhookId: string) =>
  (await hooks.log(webhookId, 'dead', ALL)).entries.map((entry) => entry.tenantId);

const told = (endpoints: number, deliveries: number, deadLetters: number) => ({
  Source: 'webhooks',
  DetailType: 'TenantDataErased',
  detail: {
    metadata: { tenantId, correlationId: aUlid(1), causationId: aUlid(77), sequence: 91 },
    data: {
      tenantId,
      by: 'webhooks',
      items: [
        { kind: 'endpoints', count: endpoints },
        { kind: 'deliveries', count: deliveries },
        { kind: 'deadLetters', count: deadLetters },
      ],
      at: hooks.now().toISOString(),
    },
  },
});

describe('a tenant that has left', () => {
  it('keeps no endpoint of its own, nor anything that one had', async () => {
    const own = await hooks.anEndpoint({ tenantId });
    const another = await hooks.anEndpoint({ tenantId: others });
    await hooks.event(1);
    hooks.answer(() => answering(500));
    await hooks.event(2);
    await hooks.pass(25);
    await hooks.event(3);

    await erase();

    expect(await hooks.endpoints.get(own.webhookId)).toBeUndefined();
    expect(await hooks.endpoints.get(another.webhookId)).toMatchObject({ tenantId: others });
    expect(await kindsLeft()).toEqual(['erasure']);
    expect(JSON.stringify(await rows())).not.toContain(own.webhookId);
    expect(bus.sent).toMatchObject([told(1, 1, 1)]);
  });

  it('has nothing waiting for the endpoints of others, who get all the rest', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1, 1);
    await hooks.event(2, 1);
    await hooks.event(3, 2);
    await hooks.take({ type: 'TenantOffboarded', detail });
    hooks.posted.splice(0);

    await erase();

    expect(bus.sent).toMatchObject([told(0, 2, 0)]);
    hooks.answer(() => answering(204));
    await hooks.advance(10);
    expect(hooks.posted.map(({ id }) => id).sort()).toEqual([aUlid(3), aUlid(77)]);
    expect(await kindsLeft()).toEqual(['erasure', 'log']);
  });

  it('has no dead letter: those of others stay', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1, 1);
    await hooks.event(2, 2);
    await hooks.pass(26);
    expect((await deadOf(webhookId)).sort()).toEqual([tenantId, others]);

    await erase();

    expect(await deadOf(webhookId)).toEqual([others]);
    expect(bus.sent).toMatchObject([told(0, 0, 1)]);
  });

  it.each([
    ['fails', 500],
    ['dies', 410],
  ])('gets no delivery back that %s while it is erased', async (_what, status) => {
    await hooks.anEndpoint();
    hooks.answer(async () => {
      await erase();
      return answering(status);
    });

    await hooks.event(1);

    expect(await kindsLeft()).toEqual(['erasure']);
  });

  it('says the same when it hears of it twice', async () => {
    await hooks.anEndpoint({ tenantId });
    await hooks.event(1);

    await erase();
    await erase();

    expect(bus.sent).toHaveLength(2);
    expect(bus.sent[1]).toEqual(bus.sent[0]);
    expect(bus.sent[0]).toMatchObject(told(1, 0, 0));
  });

  it('goes on where a run was cut off, and counts what there was at first', async () => {
    const own = await hooks.anEndpoint({ tenantId });
    hooks.answer(() => answering(500));
    await hooks.event(1);
    const remove = () => Promise.reject(new Error('cut off'));
    await expect(erase({ ...portsOf(), remove })).rejects.toThrow('cut off');
    expect(bus.sent).toEqual([]);

    await erase();

    expect(await hooks.endpoints.get(own.webhookId)).toBeUndefined();
    expect(bus.sent).toMatchObject([told(1, 1, 0)]);
  });

  it.each([
    ['stands', aRoute(1), 'Contradicted'],
    ['is just going', aRoute(1, { status: 'erasing' }), 'TransientError'],
  ])('is none that %s: nothing is touched', async (_what, found, name) => {
    await hooks.anEndpoint({ tenantId });
    await hooks.event(1);
    route = found;
    const before = await rows();

    await expect(erase()).rejects.toMatchObject({ name });

    expect(await rows()).toEqual(before);
    expect(bus.sent).toEqual([]);
  });
});
