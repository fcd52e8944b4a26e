import { z } from 'zod';
import { Role, TenantId, Tier } from '#events/fields.ts';

/** Who calls, as the authorizer established it; never read from what the caller sent. */
export const Caller = z.object({
  tenantId: TenantId,
  userRole: Role,
  userName: z.string(),
  tier: Tier,
  /** The table that holds this tenant's rows: the pooled one, or its own. */
  tableName: z.string(),
});
export type Caller = z.infer<typeof Caller>;
