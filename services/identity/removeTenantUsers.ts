import type { z } from 'zod';
import type { TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { logger } from '#shared/logger.ts';
import type { StandingPorts } from './standing.ts';

/**
 * A tenant that was rolled back keeps no user. One that has a route is left alone: the event may be of
 * another registration that wanted the same tenant id, or of an earlier try, or the route is stuck.
 */
export const removeTenantUsers =
  ({ latestRoute, removeUsers }: StandingPorts) =>
  async ({ data }: z.infer<typeof TenantProvisioningFailed.detail>): Promise<void> => {
    const { tenantId, adminEmail: email } = data;
    if (await latestRoute(tenantId)) {
      logger.info('the tenant has a route: its users stay', { tenantId });
      return;
    }
    await removeUsers({ tenantId, email });
  };
