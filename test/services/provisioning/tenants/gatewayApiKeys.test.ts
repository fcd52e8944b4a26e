import {
  APIGatewayClient,
  CreateUsagePlanCommand,
  GetApiKeyCommand,
  GetUsagePlanKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../engine/aws/apigateway/apigateway.ts';
import type { ApiKeys } from '../../../../services/provisioning/onboarding/createApiKey.ts';
import { TierSettings } from '../../../../services/provisioning/provisioningEnv.ts';
import {
  apiKeyValue,
  gatewayApiKeys,
} from '../../../../services/provisioning/tenants/gatewayApiKeys.ts';
import { aTenantId } from '../../../support/builders.ts';
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

const aTenant = () => {
  tenants += 1;
  return aTenantId(tenants);
};

const keysOf = async (tier: keyof TierSettings) => {
  const { usagePlanId } = plans[tier];
  const { items } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
  return items?.map((key) => key.id);
};

describe('gatewayApiKeys', () => {
  it('makes keys that are enabled and that it finds by the tenant', async () => {
    const tenant = aTenant();

    const made = await apiKeys.create(tenant);

    expect(await apiKeys.find(tenant)).toEqual([made]);
    expect(await client.send(new GetApiKeyCommand({ apiKey: made }))).toMatchObject({
      enabled: true,
      name: `test-tenant-${tenant}`,
    });
  });

  it('finds nothing of a tenant whose id another’s begins with', async () => {
    const tenant = aTenant();
    await apiKeys.create(`${tenant}0`);

    expect(await apiKeys.find(tenant)).toEqual([]);
  });

  it('attaches a key to its tier’s plan and no other', async () => {
    const made = await apiKeys.create(aTenant());

    await apiKeys.attach(made, 'premium');

    expect(await keysOf('premium')).toEqual([made]);
    expect(await keysOf('basic')).toEqual([]);
  });

  it('attaches a key that is attached already', async () => {
    const made = await apiKeys.create(aTenant());
    await apiKeys.attach(made, 'standard');

    await apiKeys.attach(made, 'standard');

    expect(await keysOf('standard')).toEqual([made]);
  });

  it('deletes a key with its place in the plan, and succeeds when it is gone', async () => {
    const tenant = aTenant();
    const made = await apiKeys.create(tenant);
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
    const keys = [await apiKeys.create(aTenant()), await apiKeys.create(aTenant())];

    const values = await Promise.all(keys.map(read));

    expect(new Set(values).size).toBe(2);
    expect(Math.min(...values.map((value) => value.length))).toBeGreaterThanOrEqual(20);
  });
});
