import { onEvents } from '#shared/onEvents.ts';
import { removeTenantUsersFunction } from './removeTenantUsers.function.ts';
import { removeTenantUsers } from './removeTenantUsers.ts';
import { tenantUsers } from './tenantUsers.ts';

export const handler = onEvents(removeTenantUsersFunction, {
  TenantProvisioningFailed: removeTenantUsers(tenantUsers()),
});
