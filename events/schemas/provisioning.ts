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
  userPoolId: z.string().min(1),
  appClientId: z.string().min(1),
  region: z.string().min(1),
});

/** A tenant could not be provisioned; what had been made is gone again, but for `stuck`. */
export const TenantProvisioningFailed = inMinor(
  1,
  defineEvent('TenantProvisioningFailed', 'provisioning', {
    tenantId: TenantId,
    registrationId: z.string().min(1),
    /** Since 1.1. */
    adminEmail: EmailAddress.optional(),
    failedStep: z.string().min(1),
    error: z.object({ name: z.string(), message: z.string() }),
    /** True when nothing is stuck. */
    compensated: z.boolean(),
    undone: z.array(z.string()),
    /** Steps whose effect could not be undone, and is still there. */
    stuck: z.array(z.string()),
  }),
);
