import * as z from 'zod';
import { StatusReason } from '#events/schemas/tenantStatus.ts';
import { ControlCaller } from '#shared/caller.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { PublisherEnv, RoutingTableEnv, TenantProtectionEnv } from '../provisioningEnv.ts';
import { OneTenant } from './tenantRequests.ts';
import { TenantStanding } from './tenantStanding.ts';

const roles = ['SystemAdmin'] as const;
const caller = ControlCaller;
const params = OneTenant;
const unknown = { says: 'No tenant has this id.' };
const busy = {
  says: 'The onboarding of the tenant is not over (`TenantNotReady`), or an operation is under way, which `message` names (`OperationUnderWay`).',
};
const MAX_GRACE_DAYS = 90;
const DEFAULT_GRACE_DAYS = 30;

/** What has to be said to have a tenant erased. */
const Offboarding = z.strictObject({
  confirm: z.string().describe('The name of the tenant, so that no other is meant.'),
  graceDays: z
    .int()
    .min(0)
    .max(MAX_GRACE_DAYS)
    .default(DEFAULT_GRACE_DAYS)
    .describe('How many days from now the erasure begins; 0, within minutes.'),
});

const shown = (says: string) => ({ says, body: TenantStanding });

export const tenantStatusFunction = defineFunction({
  handler: 'provisioning/tenants/tenantStatus',
  environment: RoutingTableEnv.extend(PublisherEnv.shape).extend(TenantProtectionEnv.shape),
  routes: {
    'POST /tenants/{tenantId}/deactivate': {
      says: 'Suspends a tenant: within a minute none of its people gets in. Nothing of it is removed.',
      roles,
      request: z.object({ caller, params, body: z.strictObject({ reason: StatusReason }) }),
      replies: { 200: shown('The tenant is inactive.'), 404: unknown, 409: busy },
    },
    'POST /tenants/{tenantId}/activate': {
      says: 'Lets a suspended tenant in again, within a minute; one that is to leave stays.',
      roles,
      request: z.object({ caller, params }),
      replies: { 200: shown('The tenant is active.'), 404: unknown, 409: busy },
    },
    'DELETE /tenants/{tenantId}': {
      says: 'Has a tenant leave: after a time of grace all that it has is erased, and there is no way back. Until then `activate` takes this back; asked again, it moves the time.',
      roles,
      request: z.object({ caller, params, body: Offboarding }),
      replies: {
        202: shown('The tenant is to leave, from `eraseAt` on.'),
        404: unknown,
        409: {
          says: `${busy.says} Or the tenant is protected (\`TenantProtected\`).`,
        },
      },
    },
    'PUT /tenants/{tenantId}/protection': {
      says: 'Protects a tenant from being removed.',
      roles,
      request: z.object({ caller, params }),
      replies: { 200: shown('The tenant is protected.'), 404: unknown },
    },
    'DELETE /tenants/{tenantId}/protection': {
      says: 'Lifts the protection of a tenant.',
      roles,
      request: z.object({ caller, params }),
      replies: { 200: shown('The tenant is not protected.'), 404: unknown },
    },
  },
});
