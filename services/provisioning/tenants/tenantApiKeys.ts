import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { nothingTwice } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { jsonSetting } from '#shared/settings.ts';
import { TierSettings } from '../onboarding/tiers.ts';
import { ApiKeyEnv } from '../provisioningEnv.ts';
import { gatewayApiKeys } from './gatewayApiKeys.ts';

/** The API keys of this deployment. */
export const tenantApiKeys = () => {
  const { RESOURCE_PREFIX, TIERS_PARAMETER } = env(ApiKeyEnv);
  return gatewayApiKeys({
    client: new APIGatewayClient(nothingTwice),
    prefix: RESOURCE_PREFIX,
    tiers: jsonSetting(TIERS_PARAMETER, TierSettings),
  });
};
