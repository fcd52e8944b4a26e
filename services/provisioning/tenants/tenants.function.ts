import { defineFunction } from '#shared/defineFunction.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';

export const tenantsFunction = defineFunction({
  handler: 'provisioning/tenants/tenants',
  environment: RoutingTableEnv,
});
