import { statusChangedAt } from '#events/sequence.ts';
import { TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import { isInUse } from '#shared/ownership.ts';
import type { StandingRoute, StatusChange, TenantStatus } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import type { routeChanges } from './routeChanges.ts';

export type StatusPorts = Pick<ReturnType<typeof routingTable>, 'routeOf'> &
  Pick<ReturnType<typeof routeChanges>, 'setStatus'> & {
    /** Publishes what the route has in its outbox. */
    announce(route: StandingRoute): Promise<void>;
    newUlid(): string;
    now(): Date;
  };

/** What an operator wants: `reason` says why a tenant is switched off. */
export type Wanted = { by: string } & (
  | { to: 'inactive'; reason: string }
  | { to: Exclude<TenantStatus, 'inactive'> }
);

export type Changed =
  | { kind: 'changed'; route: StandingRoute }
  | { kind: 'unknown' }
  | { kind: 'notReady' }
  | { kind: 'busy'; operation: NonNullable<StandingRoute['operation']> };

/** Each try is judged by the route as it is then. */
const ATTEMPTS = 3;

const changeOf = (ports: StatusPorts, route: StandingRoute, wanted: Wanted): StatusChange => {
  const { by, ...status } = wanted;
  const common = {
    by,
    at: ports.now().toISOString(),
    eventId: ports.newUlid(),
    sequence: statusChangedAt(route.sequence, route.statusChange?.sequence),
  };
  return status.to === 'inactive'
    ? { ...common, status: status.to, reason: status.reason }
    : { ...common, status: status.to };
};

const announceOrLeave = async (ports: StatusPorts, route: StandingRoute): Promise<void> => {
  try {
    await ports.announce(route);
  } catch (error) {
    // It is on the route that the bus has to hear of it: the relay publishes it within minutes.
    const { tenantId } = route;
    logger.warn('change of status not announced; left to the relay', { error, tenantId });
  }
};

/** Why the status cannot change by now. */
const objectionTo = (route: StandingRoute): Exclude<Changed, { kind: 'changed' }> | undefined => {
  if (!isInUse(route)) return { kind: 'notReady' };
  return route.operation && { kind: 'busy', operation: route.operation };
};

/** Undefined when somebody else has changed the tenant meanwhile. */
const tryOnce = async (
  ports: StatusPorts,
  tenantId: string,
  wanted: Wanted,
): Promise<Changed | undefined> => {
  const before = await ports.routeOf(tenantId);
  if (!before) return { kind: 'unknown' };
  const objection = objectionTo(before);
  if (objection) return objection;
  const isSo = before.status === wanted.to;
  const route = isSo ? before : await ports.setStatus(before, changeOf(ports, before, wanted));
  if (!route) return undefined;
  await announceOrLeave(ports, route);
  return { kind: 'changed', route };
};

/**
 * Switches a tenant off or on by one write, and tells the bus after it. What is so already is only told once more
 * where the bus may not have heard of it.
 */
export const changeStatus =
  (ports: StatusPorts) =>
  async (tenantId: string, wanted: Wanted): Promise<Changed> => {
    for (let tried = 0; tried < ATTEMPTS; tried += 1) {
      const changed = await tryOnce(ports, tenantId, wanted);
      if (changed) return changed;
    }
    throw new TransientError(`the status of tenant ${tenantId} changes at this moment`);
  };
