import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { profileFields } from '#events/schemas/registration.ts';
import { ControlCaller } from '#shared/caller.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { pageFields, pageQuery } from '#shared/page.ts';
import { Route } from '#shared/route.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';

/** A tenant as operators and its own admins see it: no key, no table. */
export const TenantView = Route.pick({
  tenantId: true,
  tenantName: true,
  tier: true,
  deployment: true,
  status: true,
  userPoolId: true,
  appClientId: true,
})
  .extend(profileFields)
  .meta({ id: 'Tenant' });
export type TenantView = z.infer<typeof TenantView>;

const caller = ControlCaller;

export const tenantsFunction = defineFunction({
  handler: 'provisioning/tenants/tenants',
  environment: RoutingTableEnv,
  routes: {
    'GET /tenants': {
      says: 'Lists all tenants.',
      roles: ['SystemAdmin'],
      request: z.object({ query: pageQuery(TenantId) }),
      replies: {
        200: {
          says: 'A page of tenants.',
          body: z.object({ tenants: z.array(TenantView), ...pageFields }),
        },
      },
    },
    'GET /tenants/{tenantId}': {
      says: 'Shows a tenant; its own, to a TenantAdmin.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: z.object({ caller, params: z.object({ tenantId: z.string().min(1).max(64) }) }),
      replies: {
        200: { says: 'The tenant.', body: TenantView },
        404: { says: 'No tenant has this id.' },
      },
    },
  },
});
