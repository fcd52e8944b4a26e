import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aTenantActivated, aTenantDeactivated, aTenantId, aUlid } from '../../support/builders.ts';
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

const tenantId = aTenantId(1);
const idsPosted = () => hooks.posted.map(({ id }) => id);
const metadataOf = (sequence: number) => ({ tenantId, sequence, eventId: aUlid(sequence) });

const deactivate = async (sequence: number) => {
  hooks.suspended.add(tenantId);
  const detail = aTenantDeactivated({ tenantId }, metadataOf(sequence));
  await hooks.take({ type: 'TenantDeactivated', detail });
};

const activate = async (sequence: number) => {
  hooks.suspended.delete(tenantId);
  const detail = aTenantActivated({ tenantId }, metadataOf(sequence));
  await hooks.take({ type: 'TenantActivated', detail });
};

describe('an endpoint of a suspended tenant', () => {
  it('hears that the tenant is suspended and that it is active again, and of nothing between', async () => {
    const { webhookId } = await hooks.anEndpoint({ tenantId });

    await deactivate(10);
    await hooks.event(11);
    await activate(12);
    await hooks.event(13);

    const { entries } = await hooks.log(webhookId, 'dead', { limit: 10, after: undefined });
    expect(idsPosted()).toEqual([10, 12, 13].map(aUlid));
    expect(entries).toMatchObject([{ eventId: aUlid(11), problem: 'the tenant is suspended' }]);
  });

  it('hears by a redrive what was kept from it', async () => {
    const { webhookId } = await hooks.anEndpoint({ tenantId });
    await deactivate(10);
    await hooks.event(11);
    await activate(12);

    await hooks.redriven(webhookId);

    expect(idsPosted()).toEqual([10, 12, 11].map(aUlid));
  });

  it('gets nothing more of what was waiting for its next attempt', async () => {
    await hooks.anEndpoint({ tenantId });
    hooks.answer(() => answering(500));
    await hooks.event(9);
    hooks.answer(() => answering(204));

    await deactivate(10);
    await hooks.advance(5);

    expect(idsPosted()).toEqual([9, 10].map(aUlid));
  });
});

describe('an endpoint of all tenants', () => {
  it('hears everything of a suspended one', async () => {
    await hooks.anEndpoint();

    await deactivate(10);
    await hooks.event(11);

    expect(idsPosted()).toEqual([10, 11].map(aUlid));
  });
});
