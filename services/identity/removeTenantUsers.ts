import type { Detail } from '#events/defineEvent.ts';
import { derivedEventId, haveSameOrigin } from '#events/eventId.ts';
import { TenantProvisioned, type TenantProvisioningFailed } from '#events/schemas/provisioning.ts';
import { logger } from '#shared/logger.ts';
import type { StandingPorts } from './standing.ts';

/** Whether a user was made for a tenant that this TenantRegistered began. */
const isOf = (registeredEventId: string) => {
  const announced = derivedEventId(new Date(0), registeredEventId, TenantProvisioned.type);
  return (madeFor: string) => haveSameOrigin(madeFor, announced);
};

/**
 * A tenant that was rolled back keeps no member. One that has a route is left alone: the event may be of
 * another registration that wanted the same tenant id, or of an earlier try, or the route is stuck.
 */
export const removeTenantUsers =
  ({ latestRoute, removeUsers }: StandingPorts) =>
  async ({ metadata, data }: Detail<typeof TenantProvisioningFailed>): Promise<void> => {
    const { tenantId } = data;
    const isOwn = isOf(metadata.causationId ?? '');
    const isOver = async () => (await latestRoute(tenantId)) === undefined;
    if (await removeUsers({ tenantId, isOwn, isOver })) return;
    logger.info('the tenant has a route: its users stay', { tenantId });
  };
