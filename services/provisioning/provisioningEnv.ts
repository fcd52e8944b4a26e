import * as z from 'zod';
import { Deployment } from '#events/fields.ts';

const Name = z.string().min(1);

/** What each kind of provisioning function needs from its deployment. */
export const ClaimEnv = z.object({ CLAIM_TABLE: Name });

const PerSecond = z.coerce.number().positive();

/** How many runs may begin in a second, by how their tenants are deployed; the clocks are among the claims. */
export const PaceEnv = ClaimEnv.extend({
  POOL_STARTS_PER_SECOND: PerSecond,
  SILO_STARTS_PER_SECOND: PerSecond,
});

/** Whether what holds a silo tenant's data is deleted only after that was allowed, in Cognito's words. */
export const ProtectionEnv = z.object({ DELETION_PROTECTION: z.enum(['ACTIVE', 'INACTIVE']) });

export type DeletionProtection = z.infer<typeof ProtectionEnv>['DELETION_PROTECTION'];

/** Whether tenants are kept from being removed of whom nobody has said. */
export const TenantProtectionEnv = z.object({ TENANT_PROTECTION: z.enum(['ACTIVE', 'INACTIVE']) });

/** Names of tenants' resources start with the prefix. */
export const PrefixEnv = z.object({ RESOURCE_PREFIX: Name });

export const IdentityEnv = PrefixEnv.extend({ POOLED_USER_POOL_PARAMETER: Name });

export const TiersEnv = z.object({ TIERS_PARAMETER: Name });

export const ApiKeyEnv = PrefixEnv.extend(TiersEnv.shape);

export const RoutingTableEnv = z.object({ ROUTING_TABLE: Name });

/** What reaches a tenant's rows in the table that tenants share, as the application does. */
export const AccessRoleEnv = z.object({
  TENANT_ACCESS_ROLE_ARN: Name,
  POOLED_TABLE_PARAMETER: Name,
  AWS_REGION: Name,
});

/** Where it is kept what was erased of tenants that have left. */
export const ErasureEnv = z.object({ ERASURE_TABLE: Name });

export const PublisherEnv = z.object({ EVENT_BUS_NAME: Name, AWS_REGION: Name });

export const StateMachineEnv = z.object({ STATE_MACHINE_ARN: Name });

/**
 * What each tier means in this deployment; the parameter that infra writes has this shape. Functions and
 * parameter are deployed one after the other, so that one may know a tier that the other does not.
 */
export const TierSettings = z.record(
  z.string(),
  z.object({ deployment: Deployment, usagePlanId: z.string().min(1) }),
);
export type TierSettings = z.infer<typeof TierSettings>;
