import { randomBytes } from 'node:crypto';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  GetApiKeyCommand,
  GetUsagePlanKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../engine/aws/apigateway/apigateway.ts';
import type { Tier } from '../../../../events/fields.ts';
import type { ApiKeys } from '../../../../services/provisioning/onboarding/createApiKey.ts';
import { TierSettings } from '../../../../services/provisioning/provisioningEnv.ts';
import { gatewayApiKeys } from '../../../../services/provisioning/tenants/gatewayApiKeys.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let client: APIGatewayClient;
let apiKeys: ApiKeys;
let plans: TierSettings;
let tenants = 0;

beforeAll(async () => {
  engine = await productEngine([apigateway]);
  client = new APIGatewayClient();
  const plan = async (name: string) => (await client.send(new CreateUsagePlanCommand({ name }))).id;
  plans = TierSettings.parse({
    basic: { deployment: 'pool', usagePlanId: await plan('basic') },
    standard: { deployment: 'pool', usagePlanId: await plan('standard') },
    premium: { deployment: 'pool', usagePlanId: await plan('premium') },
    platinum: { deployment: 'silo', usagePlanId: await plan('platinum') },
  });
  apiKeys = gatewayApiKeys({ client, prefix: 'test-tenant', tiers: async () => plans });
});
afterAll(() => engine.destroy());

const owner = aUlid(7);

const aTenant = () => {
  tenants += 1;
  return aTenantId(tenants);
};

const aValue = () => randomBytes(20).toString('hex');

const create = (tenantId: string, owner = aUlid(7)) =>
  apiKeys.create({ tenantId, owner }, aValue());

const keysOf = async (tier: Tier) => {
  const usagePlanId = plans[tier]?.usagePlanId;
  const { items } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
  return items?.map((key) => key.id);
};

describe('gatewayApiKeys', () => {
  it('makes keys that are enabled and that it finds by the tenant', async () => {
    const tenant = aTenant();

    const made = await create(tenant);

    expect(await apiKeys.find(tenant)).toEqual([{ id: made, owner }]);
    expect(await client.send(new GetApiKeyCommand({ apiKey: made }))).toMatchObject({
      enabled: true,
      name: `test-tenant-${tenant}`,
    });
  });

  it('gives the key the value that it is told', async () => {
    const value = aValue();

    const apiKey = await apiKeys.create({ tenantId: aTenant(), owner }, value);

    const read = new GetApiKeyCommand({ apiKey, includeValue: true });
    expect(await client.send(read)).toMatchObject({ value });
  });

  it('finds the key that an earlier try made with the same value', async () => {
    const key = { tenantId: aTenant(), owner };
    const value = aValue();
    await create(key.tenantId, aUlid(8));
    const made = await apiKeys.create(key, value);

    const again = await apiKeys.create(key, value);

    expect(again).toBe(made);
    expect(await apiKeys.find(key.tenantId)).toHaveLength(2);
  });

  it('is tried again while the key that is there is not listed', async () => {
    const value = aValue();
    await apiKeys.create({ tenantId: aTenant(), owner }, value);

    const creating = apiKeys.create({ tenantId: aTenant(), owner }, value);

    await expect(creating).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('finds nothing of a tenant whose id another’s begins with', async () => {
    const tenant = aTenant();
    await create(`${tenant}0`);

    expect(await apiKeys.find(tenant)).toEqual([]);
  });

  it('tells whose each of a tenant’s keys is', async () => {
    const tenant = aTenant();
    const own = await create(tenant);
    const others = await create(tenant, aUlid(8));

    const found = await apiKeys.find(tenant);

    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ id: own, owner });
    expect(found).toContainEqual({ id: others, owner: aUlid(8) });
  });

  it('finds no key that is only called after the tenant', async () => {
    const tenant = aTenant();
    await client.send(new CreateApiKeyCommand({ name: `test-tenant-${tenant}` }));

    expect(await apiKeys.find(tenant)).toEqual([]);
  });

  it('does not take another tenant’s key for its own because it is said to know it', async () => {
    const others = await create(aTenant());

    expect(await apiKeys.find(aTenant(), others)).toEqual([]);
  });

  it('finds nothing of a key that it knows of and that is gone', async () => {
    const tenant = aTenant();
    const made = await create(tenant);
    await apiKeys.delete(made);

    expect(await apiKeys.find(tenant, made)).toEqual([]);
  });

  it('attaches a key to its tier’s plan and no other', async () => {
    const made = await create(aTenant());

    await apiKeys.attach(made, 'premium');

    expect(await keysOf('premium')).toEqual([made]);
    expect(await keysOf('basic')).toEqual([]);
  });

  it('attaches a key that is attached already', async () => {
    const made = await create(aTenant());
    await apiKeys.attach(made, 'standard');

    await apiKeys.attach(made, 'standard');

    expect(await keysOf('standard')).toEqual([made]);
  });

  it('deletes a key with its place in the plan, and succeeds when it is gone', async () => {
    const tenant = aTenant();
    const made = await create(tenant);
    await apiKeys.attach(made, 'platinum');

    await apiKeys.delete(made);
    await apiKeys.delete(made);

    expect(await apiKeys.find(tenant)).toEqual([]);
    expect(await keysOf('platinum')).toEqual([]);
  });

  it('attaches nothing to a tier that the deployment does not have, and says so', async () => {
    const { attach } = gatewayApiKeys({ client, prefix: 'test-tenant', tiers: async () => ({}) });

    await expect(attach('key', 'basic')).rejects.toThrow(
      'this deployment does not sell the tier basic',
    );
  });
});
