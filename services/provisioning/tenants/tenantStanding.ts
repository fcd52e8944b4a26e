import * as z from 'zod';
import { ChangedBy, StatusReason } from '#events/schemas/tenantStatus.ts';
import { Change, Route, TenantStage } from '#shared/route.ts';

/** How a tenant stands, and who has made it so. */
export const TenantStanding = Route.pick({ tenantId: true, tenantName: true })
  .extend({
    status: TenantStage,
    eraseAt: Route.shape.eraseAt.describe('When the tenant, which is to leave, is erased.'),
    protected: z.boolean().describe('Whether the tenant is kept from being removed.'),
    statusChange: Change.extend({ by: ChangedBy, reason: StatusReason.optional() })
      .optional()
      .describe('Who changed the status last.'),
    protectionChange: Change.extend({ by: ChangedBy })
      .optional()
      .describe('Who protected the tenant last, or lifted its protection.'),
  })
  .meta({ id: 'TenantStanding' });
export type TenantStanding = z.infer<typeof TenantStanding>;
