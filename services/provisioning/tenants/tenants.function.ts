import * as z from 'zod';
import { EmailAddress, TenantId } from '#events/fields.ts';
import { profileFields } from '#events/schemas/registration.ts';
import { ControlCaller } from '#shared/caller.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { pageFields, pageQuery } from '#shared/page.ts';
import { Change, Route } from '#shared/route.ts';
import { OfferedContact } from '#shared/signUp/offeredSignUp.ts';
import { ErasureView } from '../offboarding/erasureView.ts';
import { ErasureEnv, RoutingTableEnv, TenantProtectionEnv } from '../provisioningEnv.ts';
import { OneTenant } from './tenantRequests.ts';
import { TenantStanding } from './tenantStanding.ts';

const Placement = z.enum(['shared', 'own']);
const Name = z.string().min(1);
const Days = z.coerce.number().int().positive();

/** A tenant as operators and its own admins see it: no key, no table. */
export const TenantView = Route.pick({
  tenantId: true,
  tenantName: true,
  tier: true,
  deployment: true,
  userPoolId: true,
  appClientId: true,
})
  .extend({
    since: z.iso.datetime().describe('When the tenant was provisioned.'),
    status: TenantStanding.shape.status,
    eraseAt: TenantStanding.shape.eraseAt,
    protected: TenantStanding.shape.protected,
    operation: Route.shape.operation.describe('What is changing the tenant at this moment.'),
    adminEmail: EmailAddress.describe(
      'Where the tenant is written to. Users and their addresses are under `/users`.',
    ),
    ...profileFields,
    appApiUrl: z.url().describe('The application API that its users call.'),
    identity: Placement.describe('Whether its users are in a pool with those of other tenants.'),
    data: Placement.describe('Whether its data is in a table with that of other tenants.'),
    statusChange: TenantStanding.shape.statusChange,
    protectionChange: TenantStanding.shape.protectionChange,
    contactChange: Change.optional().describe('Who changed the contact data last.'),
  })
  .meta({ id: 'Tenant' });
export type TenantView = z.infer<typeof TenantView>;

const caller = ControlCaller;
const params = OneTenant;
const unknown = { says: 'No tenant has this id.' };

export const tenantsFunction = defineFunction({
  handler: 'provisioning/tenants/tenants',
  environment: RoutingTableEnv.extend({
    ...TenantProtectionEnv.shape,
    APP_API_URL_PARAMETER: Name,
    POOLED_USER_POOL_PARAMETER: Name,
    POOLED_TABLE_PARAMETER: Name,
    ...ErasureEnv.shape,
    EVENT_RETENTION_DAYS: Days,
    LOG_RETENTION_DAYS: Days,
  }),
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
      says: 'Shows a tenant; its own, to a TenantAdmin, who does not see which operator changed what.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: z.object({ caller, params }),
      replies: { 200: { says: 'The tenant.', body: TenantView }, 404: unknown },
    },
    'PUT /tenants/{tenantId}': {
      says: 'Changes how a tenant is reached; its own, for a TenantAdmin. What is left out is removed, except adminEmail, which stays. Nothing else of the tenant can be changed so.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: z.object({ caller, params, body: OfferedContact }),
      replies: { 200: { says: 'The tenant as it is now.', body: TenantView }, 404: unknown },
    },
    'GET /tenants/{tenantId}/erasure': {
      says: 'Shows the receipt of a tenant that has left, or is being erased: what is gone, who has said so, and which copies are left until when.',
      roles: ['SystemAdmin'],
      request: z.object({ params }),
      replies: {
        200: { says: 'The receipt.', body: ErasureView },
        404: { says: 'No tenant of this id was erased.' },
      },
    },
  },
});
