import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../engine/aws/apigateway/apigateway.ts';
import { gatewayPlannedKeys } from '../../../../services/provisioning/orphans/gatewayPlannedKeys.ts';
import { usagePlans } from '../../../../services/provisioning/tenants/usagePlans.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let client: APIGatewayClient;
let basic: string;
let premium: string;

const aPlan = async (name: string) =>
  (await client.send(new CreateUsagePlanCommand({ name }))).id ?? '';
const aKey = async () => (await client.send(new CreateApiKeyCommand({}))).id ?? '';

beforeAll(async () => {
  engine = await productEngine([apigateway]);
  client = new APIGatewayClient();
  [basic, premium] = [await aPlan('basic'), await aPlan('premium')];
});
afterAll(() => engine.destroy());

const planned = () =>
  gatewayPlannedKeys({
    client,
    tiers: async () => ({
      basic: { deployment: 'pool', usagePlanId: basic },
      premium: { deployment: 'pool', usagePlanId: premium },
    }),
  });

describe('gatewayPlannedKeys', () => {
  it('lists the keys of every tier’s plan and no others', async () => {
    const [one, two] = [await aKey(), await aKey()];
    await aKey();
    await usagePlans(client).add(basic, one);
    await usagePlans(client).add(premium, two);

    expect([...(await planned().all())].sort()).toEqual([one, two].sort());
  });

  it('tells whether a key is in its tier’s plan, which a tier that is not sold does not have', async () => {
    const key = await aKey();
    await usagePlans(client).add(premium, key);
    const { has } = planned();

    expect([await has(key, 'premium'), await has(key, 'basic'), await has(key, 'gold')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
