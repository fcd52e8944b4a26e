import { TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { TenantUsersEnv } from './identityEnv.ts';

export const removeTenantUsersFunction = defineFunction({
  handler: 'identity/removeTenantUsers',
  environment: TenantUsersEnv,
  consumes: { TenantProvisioningFailed },
});
