import { defineFunction } from '#shared/defineFunction.ts';
import { PublisherEnv, RoutingTableEnv } from '../provisioningEnv.ts';

export const relayStatusFunction = defineFunction({
  handler: 'provisioning/tenants/relayStatus',
  environment: RoutingTableEnv.extend(PublisherEnv.shape),
});
