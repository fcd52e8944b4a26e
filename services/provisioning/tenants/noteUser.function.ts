import { UserCreated } from '#events/schemas/identity.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';

export const noteUserFunction = defineFunction({
  handler: 'provisioning/tenants/noteUser',
  environment: RoutingTableEnv,
  consumes: { UserCreated },
});
