import { z } from 'zod';
import { defineEvent, inMinor } from '../defineEvent.ts';
import { Deployment, EmailAddress, TenantId, TenantName, Tier } from '../fields.ts';

/** A tenant has all its resources and its route; its first admin does not exist yet. */
export const TenantProvisioned = defineEvent('TenantProvisioned', 'provisioning', {
  tenantId: TenantId,
  tenantName: TenantName,
  adminEmail: EmailAddress,
  tier: Tier,
  deployment: Deployment,
  userPoolId: z.string().min(1).describe('The Cognito user pool that its users sign in to.'),
  appClientId: z.string().min(1).describe('Its own app client in that pool.'),
  region: z.string().min(1).describe('The AWS Region of its resources.'),
});

/** Something that is named after a tenant, and is not that tenant's. */
export const OrphanedResource = z.object({
  kind: z.enum(['userPool', 'appClient', 'apiKey', 'table', 'route', 'claim']),
  name: z
    .string()
    .min(1)
    .describe('What it is called; it holds the tenant’s id or a claimed name.'),
  id: z.string().min(1).describe('By what AWS knows it.'),
  tenantId: TenantId,
});
export type OrphanedResource = z.infer<typeof OrphanedResource>;

/** Resources are left over that no tenant owns. */
export const OrphansFound = defineEvent('OrphansFound', 'provisioning', {
  resources: z.array(OrphanedResource).min(1).describe('All of one tenant, live or not.'),
  removed: z.boolean().describe('Whether they are gone now.'),
});

/** A registration was refused: what it asked for belongs to another, or its publisher may not ask for it. */
export const RegistrationRefused = defineEvent('RegistrationRefused', 'provisioning', {
  registrationId: z
    .string()
    .min(1)
    .describe('The sign-up that was refused. Its publisher chose the id: read it with `source`.'),
  source: z.string().min(1).describe('Who published its TenantRegistered.'),
  tenantId: TenantId.describe('The tenant that it asked for. It may be a live tenant of another.'),
  reason: z
    .string()
    .min(1)
    .describe(
      'A code for programs. Known values: RegistrationIdInUse, TenantIdInUse, TenantNameInUse, AdminEmailInUse, PartnerUnknown, TierNotAllowed. Treat a value that you do not know as a refusal.',
    ),
  message: z.string().min(1).describe('Why, for people.'),
});

/** A tenant could not be provisioned; what had been made is gone again, but for `stuck`. */
export const TenantProvisioningFailed = inMinor(
  1,
  defineEvent('TenantProvisioningFailed', 'provisioning', {
    tenantId: TenantId,
    registrationId: z.string().min(1).describe('The sign-up that it belongs to.'),
    adminEmail: EmailAddress.optional().describe('Since 1.1: who was to be the first admin.'),
    failedStep: z.string().min(1).describe('The step that failed.'),
    error: z.object({ name: z.string(), message: z.string() }).describe('Why, for people.'),
    compensated: z.boolean().describe('True when nothing is stuck.'),
    undone: z.array(z.string()).describe('The steps that were undone, in that order.'),
    stuck: z
      .array(z.string())
      .describe('Steps whose effect could not be undone, and is still there.'),
  }),
);
