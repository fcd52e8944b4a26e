import { TenantOffboarded } from '#events/schemas/offboarding.ts';
import { TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { UserCreatorEnv } from './identityEnv.ts';

export const removeTenantUsersFunction = defineFunction({
  handler: 'identity/removeTenantUsers',
  environment: UserCreatorEnv,
  consumes: { TenantProvisioningFailed, TenantOffboarded },
});
