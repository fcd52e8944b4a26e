import { APIGatewayClient, CreateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type * as z from 'zod';
import { nothingTwice } from '#shared/clients.ts';
import { PermanentError, TransientError, valueWhen } from '#shared/errors.ts';
import { jsonSetting } from '#shared/settings.ts';
import type { ApiKeys } from '../onboarding/createApiKey.ts';
import { type ApiKeyEnv, TierSettings } from '../provisioningEnv.ts';
import { removableKeys } from './removableKeys.ts';
import { tenantResourceName, tenantTags } from './tenantResources.ts';
import { usagePlans } from './usagePlans.ts';

const keyExists = valueWhen(undefined, 'ConflictException');

type Deps = { client: APIGatewayClient; prefix: string; tiers: () => Promise<TierSettings> };

/** Tenants' API keys in API Gateway. */
export const gatewayApiKeys = (deps: Deps): ApiKeys => {
  const keys = removableKeys(deps);
  return {
    ...keys,
    async create({ tenantId, owner }, value) {
      const name = tenantResourceName(deps.prefix, tenantId);
      const tags = tenantTags(deps.prefix, tenantId, owner);
      const create = new CreateApiKeyCommand({ name, enabled: true, value, tags });
      const created = await deps.client.send(create).catch(keyExists);
      // An earlier try has made it: the conflict does not say under which id.
      const own = created ?? (await keys.find(tenantId)).find((key) => key.owner === owner);
      if (own?.id === undefined) {
        throw new TransientError(`the API key of tenant ${tenantId} is made and not listed yet`);
      }
      return own.id;
    },
    async attach(apiKeyId, tier) {
      const plan = (await deps.tiers())[tier];
      if (!plan) throw new PermanentError(`this deployment does not sell the tier ${tier}`);
      await usagePlans(deps.client).add(plan.usagePlanId, apiKeyId);
    },
  };
};

/** The API keys of a deployment. */
export const tenantApiKeys = (settings: z.infer<typeof ApiKeyEnv>): ApiKeys =>
  gatewayApiKeys({
    client: new APIGatewayClient(nothingTwice),
    prefix: settings.RESOURCE_PREFIX,
    tiers: jsonSetting(settings.TIERS_PARAMETER, TierSettings),
  });
