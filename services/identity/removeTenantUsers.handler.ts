import { TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { removeTenantUsers } from './removeTenantUsers.ts';
import { tenantUsers } from './tenantUsers.ts';

export const handler = onEvents([on(TenantProvisioningFailed, removeTenantUsers(tenantUsers()))]);
