import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { InvitingEnv } from './identityEnv.ts';

export const createTenantAdminFunction = defineFunction({
  handler: 'identity/createTenantAdmin',
  environment: InvitingEnv,
  consumes: { TenantProvisioned },
  postpones: true,
});
