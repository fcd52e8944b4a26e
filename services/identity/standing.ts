import type { Detail } from '#events/defineEvent.ts';
import type { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { type Standing, standingOf } from '#shared/present.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { RemoveUsers } from './removeUsers.ts';

export type StandingPorts = {
  /** The tenant's route, read consistently. */
  latestRoute(tenantId: string): Promise<StandingRoute | undefined>;
  removeUsers: RemoveUsers;
};

/**
 * Answers what has become of a tenant since it was provisioned. One that is gone has none of the members that
 * were made for it after this. Throws Contradicted when another tenant stands than the event tells of.
 */
export const standingIn =
  ({ latestRoute, removeUsers }: StandingPorts) =>
  async (detail: Detail<typeof TenantProvisioned>): Promise<Standing> => {
    const { tenantId, adminEmail: email } = detail.data;
    const { eventId: madeFor } = detail.metadata;
    const standing = standingOf(detail, await latestRoute(tenantId));
    if (standing !== 'gone') return standing;
    const isOwn = (other: string) => other === madeFor;
    const isOver = async () => (await latestRoute(tenantId)) === undefined;
    await removeUsers({ tenantId, joining: { madeFor, email }, isOwn, isOver });
    return standing;
  };
