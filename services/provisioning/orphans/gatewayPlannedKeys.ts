import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { TierSettings } from '../provisioningEnv.ts';
import { usagePlans } from '../tenants/usagePlans.ts';
import type { PlannedKeys } from './detachedKeys.ts';

/** The API keys in the tiers' usage plans of API Gateway. */
export const gatewayPlannedKeys = (deps: {
  client: APIGatewayClient;
  tiers: () => Promise<TierSettings>;
}): PlannedKeys => {
  const plans = usagePlans(deps.client);
  return {
    async all() {
      const keys: string[] = [];
      for (const { usagePlanId } of Object.values(await deps.tiers())) {
        for await (const page of plans.pagesOf(usagePlanId)) keys.push(...page);
      }
      return new Set(keys);
    },
    async has(apiKeyId, tier) {
      const plan = (await deps.tiers())[tier];
      return plan !== undefined && (await plans.has(plan.usagePlanId, apiKeyId));
    },
  };
};
