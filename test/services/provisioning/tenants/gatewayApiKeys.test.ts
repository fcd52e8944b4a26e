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
import {
  apiKeyValue,
  gatewayApiKeys,
} from '../../../../services/provisioning/tenants/gatewayApiKeys.ts';
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

const keysOf = async (tier: Tier) => {
  const usagePlanId = plans[tier]?.usagePlanId;
  const { items } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
  return items?.map((key) => key.id);
};

describe('gatewayApiKeys', () => {
  it('makes keys that are enabled and that it finds by the tenant', async () => {
    const tenant = aTenant();

    const made = await apiKeys.create(tenant, owner);

    expect(await apiKeys.find(tenant)).toEqual([{ id: made, owner }]);
    expect(await client.send(new GetApiKeyCommand({ apiKey: made }))).toMatchObject({
      enabled: true,
      name: `test-tenant-${tenant}`,
    });
  });

  it('finds nothing of a tenant whose id another’s begins with', async () => {
    const tenant = aTenant();
    await apiKeys.create(`${tenant}0`, owner);

    expect(await apiKeys.find(tenant)).toEqual([]);
  });

  it('tells whose each of a tenant’s keys is', async () => {
    const tenant = aTenant();
    const own = await apiKeys.create(tenant, owner);
    const others = await apiKeys.create(tenant, aUlid(8));

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
    const others = await apiKeys.create(aTenant(), owner);

    expect(await apiKeys.find(aTenant(), others)).toEqual([]);
  });

  it('finds nothing of a key that it knows of and that is gone', async () => {
    const tenant = aTenant();
    const made = await apiKeys.create(tenant, owner);
    await apiKeys.delete(made);

    expect(await apiKeys.find(tenant, made)).toEqual([]);
  });

  it('attaches a key to its tier’s plan and no other', async () => {
    const made = await apiKeys.create(aTenant(), owner);

    await apiKeys.attach(made, 'premium');

    expect(await keysOf('premium')).toEqual([made]);
    expect(await keysOf('basic')).toEqual([]);
  });

  it('attaches a key that is attached already', async () => {
    const made = await apiKeys.create(aTenant(), owner);
    await apiKeys.attach(made, 'standard');

    await apiKeys.attach(made, 'standard');

    expect(await keysOf('standard')).toEqual([made]);
  });

  it('deletes a key with its place in the plan, and succeeds when it is gone', async () => {
    const tenant = aTenant();
    const made = await apiKeys.create(tenant, owner);
    await apiKeys.attach(made, 'platinum');

    await apiKeys.delete(made);
    await apiKeys.delete(made);

    expect(await apiKeys.find(tenant)).toEqual([]);
    expect(await keysOf('platinum')).toEqual([]);
  });
});

describe('apiKeyValue', () => {
  it('reads the secret, another one for every key', async () => {
    const read = apiKeyValue(client);
    const keys = [await apiKeys.create(aTenant(), owner), await apiKeys.create(aTenant(), owner)];

    const values = await Promise.all(keys.map(read));

    expect(new Set(values).size).toBe(2);
    expect(Math.min(...values.map((value) => value.length))).toBeGreaterThanOrEqual(20);
  });

  it('attaches nothing to a tier that the deployment does not have, and says so', async () => {
    const { attach } = gatewayApiKeys({ client, prefix: 'test-tenant', tiers: async () => ({}) });

    await expect(attach('key', 'basic')).rejects.toThrow(
      'this deployment does not sell the tier basic',
    );
  });
});
