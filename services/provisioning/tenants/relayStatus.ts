import type { StandingRoute } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import { throwFailures } from '#shared/throwFailures.ts';

export type RelayStatusPorts = Pick<ReturnType<typeof routingTable>, 'routeOf'> & {
  /** Tenants whose changes of status have waited to be published since before a time. */
  unpublished(before: Date): Promise<{ tenantId: string }[]>;
  announce(route: StandingRoute): Promise<void>;
  now(): Date;
};

/** A younger change may still be about to be announced by who made it. */
const GRACE_MS = 10_000;

/** Announces the changes of status that a crash left unannounced. Throws when one is still left, so that it shows. */
export const relayStatus = (ports: RelayStatusPorts) => async (): Promise<void> => {
  const left = await ports.unpublished(new Date(ports.now().getTime() - GRACE_MS));
  const settled = await Promise.allSettled(
    left.map(async ({ tenantId }) => {
      const route = await ports.routeOf(tenantId);
      if (route) await ports.announce(route);
    }),
  );
  throwFailures(
    settled,
    'change of status not announced',
    (count) => `changes of status of ${count} tenants are unpublished`,
  );
};
