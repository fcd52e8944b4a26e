import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ssm } from '../../../../engine/aws/ssm/ssm.ts';
import { partnerParameters } from '../../../../services/provisioning/tenants/partnerParameters.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

const rules = { types: ['TenantRegistered'], tiers: ['basic'], perMinute: 30 };
const rulesOf = partnerParameters('/stage/partners');

let engine: ProductEngine;
beforeAll(async () => {
  engine = await productEngine([ssm]);
  const put = (Name: string, value: object) =>
    engine.call('ssm', 'PutParameter', { Name, Type: 'String', Value: JSON.stringify(value) });
  await put('/stage/partners/acme', rules);
  await put('/stage/partners/broken', { ...rules, tiers: ['unheard'] });
});
afterAll(() => engine.destroy());

describe('partnerParameters', () => {
  it('reads what a partner may', async () => {
    expect(await rulesOf('acme')).toEqual(rules);
  });

  it('knows nobody who has no parameter', async () => {
    expect(await rulesOf('other')).toBeUndefined();
  });

  it('throws for rules that are none', async () => {
    await expect(rulesOf('broken')).rejects.toThrow('tiers');
  });
});
