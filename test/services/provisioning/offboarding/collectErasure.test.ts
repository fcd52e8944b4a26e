import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { collectErasure } from '../../../../services/provisioning/offboarding/collectErasure.ts';
import {
  type ErasureReceipt,
  erasureParties,
} from '../../../../services/provisioning/offboarding/erasureReceipt.ts';
import { erasureView } from '../../../../services/provisioning/offboarding/erasureView.ts';
import { receiptTable } from '../../../../services/provisioning/offboarding/receiptTable.ts';
import { aTenantDataErased, aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const tenantId = aTenantId(1);
const offboardedEventId = aUlid(9);
const keeps = { events: 30, logs: 7 };

const aReceipt = (more: Partial<ErasureReceipt> = {}): ErasureReceipt => ({
  tenantId,
  operationId: aUlid(8),
  registrationId: aUlid(1),
  tier: 'basic',
  deployment: 'pool',
  offboardedEventId,
  sequence: 11,
  beganAt: '2026-02-04T09:42:00.000Z',
  erased: {},
  parties: {},
  ...more,
});

const aCollector = async (receipt?: ErasureReceipt) => {
  count += 1;
  const table = receiptTable(engine.documents, await engine.table('erasures', `erasures-${count}`));
  if (receipt) await table.begin(receipt);
  const collect = collectErasure({ receipts: table });
  const said = (by: string, more: { source?: string; causationId?: string; at?: string } = {}) => {
    const { source = by, causationId = offboardedEventId, at = '2026-02-04T09:44:00.000Z' } = more;
    const items = [{ kind: 'members', count: 3 }];
    const detail = aTenantDataErased({ tenantId, by, at, items }, { tenantId, causationId });
    return collect(detail, { source });
  };
  return { said, ...table };
};

describe('collectErasure', () => {
  it('notes what each party says, once', async () => {
    const { said, get } = await aCollector(aReceipt());

    await said('identity');
    await said('identity', { at: '2026-03-01T00:00:00.000Z' });

    expect((await get(tenantId))?.parties).toEqual({
      identity: { at: '2026-02-04T09:44:00.000Z', items: [{ kind: 'members', count: 3 }] },
    });
  });

  it('believes nobody who speaks for another', async () => {
    const { said, get } = await aCollector(aReceipt());

    await expect(said('identity', { source: 'partner.crm' })).rejects.toThrow(
      'partner.crm speaks for identity',
    );
    expect((await get(tenantId))?.parties).toEqual({});
  });

  it.each([
    ['another event', aReceipt(), { causationId: aUlid(7) }],
    ['a tenant that has not left', undefined, {}],
  ])('takes no answer to %s', async (_, receipt, more) => {
    const { said } = await aCollector(receipt);

    await expect(said('identity', more)).rejects.toThrow('does not answer');
  });
});

describe('erasureView', () => {
  const offboardedAt = '2026-02-04T09:44:00.000Z';
  const answer = { at: offboardedAt, items: [{ kind: 'members', count: 3 }] };

  it('is complete when the world has heard of it and every party has answered', () => {
    const parties = Object.fromEntries(erasureParties.map((by) => [by, answer]));

    const view = erasureView(aReceipt({ offboardedAt, parties }), keeps);

    expect(view).toMatchObject({ complete: true, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('is not complete while somebody is silent, whom it names', () => {
    const view = erasureView(aReceipt({ offboardedAt, parties: { identity: answer } }), keeps);

    expect(view).toMatchObject({ complete: false });
    expect(view).not.toHaveProperty('digest');
    expect(view.parties).toContainEqual({ by: 'registration' });
  });

  it('dates every copy that is left, from the end of the erasure', () => {
    const { residual } = erasureView(aReceipt({ offboardedAt, deployment: 'silo' }), keeps);

    expect(residual).toContainEqual({ where: 'logs', until: '2026-02-11T09:44:00.000Z' });
    expect(residual.map(({ where }) => where)).toContain('the system backup of its own table');
    expect(residual.every(({ until }) => until > offboardedAt)).toBe(true);
  });
});
