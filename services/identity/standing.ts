import type { z } from 'zod';
import type { TenantProvisioned } from '#events/schemas/provisioning.ts';
import type { Route } from '#shared/route.ts';
import type { RemoveUsers } from './removeUsers.ts';

/** What has become of a tenant since it was provisioned: it may have been rolled back, and made anew. */
export type Standing = 'standing' | 'madeAnew' | 'gone';

export type StandingPorts = {
  /** The tenant's route, read consistently. */
  latestRoute(tenantId: string): Promise<Route | undefined>;
  removeUsers: RemoveUsers;
};

type Detail = z.infer<typeof TenantProvisioned.detail>;

/** Answers what has become of a tenant. One that is gone has no user after this, whoever was making one. */
export const standingOf =
  (ports: StandingPorts) =>
  async ({ metadata, data }: Detail): Promise<Standing> => {
    const { tenantId, adminEmail: email } = data;
    const route = await ports.latestRoute(tenantId);
    if (!route) {
      await ports.removeUsers({ tenantId, email });
      return 'gone';
    }
    const isSame =
      route.registrationId === metadata.correlationId &&
      route.userPoolId === data.userPoolId &&
      route.appClientId === data.appClientId;
    return isSame ? 'standing' : 'madeAnew';
  };
