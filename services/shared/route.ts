import { z } from 'zod';
import { Deployment, TenantId, TenantName, Tier } from '#events/fields.ts';

/**
 * Where a tenant's requests go: the one shared read model. Provisioning writes it, the authorizer
 * reads it. Placement is data, so a tenant in another cell is another route.
 */
export const Route = z.object({
  tenantId: TenantId,
  tenantName: TenantName,
  tier: Tier,
  deployment: Deployment,
  /** The correlation of every event about the tenant. */
  registrationId: z.string(),
  status: z.enum(['active', 'inactive']),
  userPoolId: z.string(),
  appClientId: z.string(),
  apiKeyId: z.string(),
  /** The API key's value: what its usage plan counts by. */
  apiKey: z.string(),
  tableName: z.string(),
});
export type Route = z.infer<typeof Route>;
