import { type Outgoing, outgoing } from '#events/outgoing.ts';
import type { PublishAll } from '#events/publishAll.ts';
import {
  TenantOffboardingCancelled,
  TenantOffboardingScheduled,
} from '#events/schemas/offboarding.ts';
import { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import type { StandingRoute, StatusChange } from '#shared/route.ts';

export type AnnouncePorts = {
  publishAll: PublishAll;
  /** Takes the route out of the outbox. */
  markPublished(route: StandingRoute): Promise<void>;
};

const eventOf = (
  { tenantId, registrationId, provisionedEventId }: StandingRoute,
  change: StatusChange,
): Outgoing => {
  const { eventId, sequence, at: occurredAt, by } = change;
  const provenance = {
    eventId,
    sequence,
    occurredAt,
    tenantId,
    correlationId: registrationId,
    causationId: provisionedEventId,
  };
  switch (change.status) {
    case 'inactive':
      return outgoing(TenantDeactivated, provenance, { tenantId, reason: change.reason, by });
    case 'active':
      return outgoing(TenantActivated, provenance, { tenantId, by });
    case 'leaving': {
      const { eraseAt } = change;
      return outgoing(TenantOffboardingScheduled, provenance, { tenantId, eraseAt, by });
    }
    case 'staying':
      return outgoing(TenantOffboardingCancelled, provenance, { tenantId, by });
  }
};

/** Publishes the changes of status that a route has in its outbox; throws what went wrong, and leaves them there. */
export const announceStatus =
  ({ publishAll, markPublished }: AnnouncePorts) =>
  async (route: StandingRoute): Promise<void> => {
    const { unpublished = [] } = route;
    if (unpublished.length === 0) return;
    for (const result of await publishAll(unpublished.map((change) => eventOf(route, change)))) {
      if (result.status === 'rejected') throw result.reason;
    }
    await markPublished(route);
  };
