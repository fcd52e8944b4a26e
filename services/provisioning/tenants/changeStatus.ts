import { statusChangedAt } from '#events/sequence.ts';
import { TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import { isInUse } from '#shared/ownership.ts';
import {
  type AnnouncedChange,
  type Operation,
  type StandingRoute,
  StatusChange,
} from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import type { routeChanges } from './routeChanges.ts';

export type StatusPorts = Pick<ReturnType<typeof routingTable>, 'routeOf'> &
  Pick<ReturnType<typeof routeChanges>, 'setStatus'> & {
    /** Publishes what the route has in its outbox. */
    announce(route: StandingRoute): Promise<void>;
    /** Whether tenants are protected of whom nobody has said. */
    protectedByDefault: boolean;
    newUlid(): string;
    now(): Date;
  };

/** What an operator wants: why a tenant is switched off; whether it is called so that is to leave, and when. */
export type Wanted = { by: string } & (
  | { to: 'inactive'; reason: string }
  | { to: 'active' }
  | { to: 'leaving'; eraseAt: Date; confirm: string }
);

/** Why a tenant is not changed. */
export type Unchanged =
  | { kind: 'unknown' }
  | { kind: 'notReady' }
  | { kind: 'protected' }
  | { kind: 'notConfirmed'; tenantName: string }
  | { kind: 'busy'; operation: Operation };

export type Changed = { kind: 'changed'; route: StandingRoute } | Unchanged;

/** Each try is judged by the route as it is then. */
const ATTEMPTS = 3;

type Untold<Change> = Change extends unknown ? Omit<Change, keyof AnnouncedChange> : never;

/** What has to change for that, in the order in which it is told. */
const stepsTo = (
  { status, eraseAt }: StandingRoute,
  wanted: Wanted,
): readonly Untold<StatusChange>[] => {
  if (wanted.to === 'leaving') {
    return [{ status: 'leaving', eraseAt: wanted.eraseAt.toISOString() }];
  }
  const isSo = status === wanted.to;
  if (wanted.to === 'inactive') {
    return isSo ? [] : [{ status: 'inactive', reason: wanted.reason }];
  }
  return [
    ...(eraseAt === undefined ? [] : [{ status: 'staying' as const }]),
    ...(isSo ? [] : [{ status: 'active' as const }]),
  ];
};

const changesOf = (ports: StatusPorts, route: StandingRoute, wanted: Wanted): StatusChange[] => {
  const { by } = wanted;
  const at = ports.now().toISOString();
  const first = statusChangedAt(route.sequence, route.statusChange?.sequence);
  return stepsTo(route, wanted).map((step, index) =>
    StatusChange.parse({ ...step, by, at, eventId: ports.newUlid(), sequence: first + index }),
  );
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

/** Why the tenant cannot be changed so by now. */
const objectionTo = (
  ports: StatusPorts,
  route: StandingRoute,
  wanted: Wanted,
): Unchanged | undefined => {
  const { operation, tenantName, protected: isProtected = ports.protectedByDefault } = route;
  if (!isInUse(route)) return { kind: 'notReady' };
  if (operation) return { kind: 'busy', operation };
  if (wanted.to !== 'leaving') return undefined;
  if (wanted.confirm !== tenantName) return { kind: 'notConfirmed', tenantName };
  return isProtected ? { kind: 'protected' } : undefined;
};

/** Undefined when somebody else has changed the tenant meanwhile. */
const tryOnce = async (
  ports: StatusPorts,
  tenantId: string,
  wanted: Wanted,
): Promise<Changed | undefined> => {
  const before = await ports.routeOf(tenantId);
  if (!before) return { kind: 'unknown' };
  const objection = objectionTo(ports, before, wanted);
  if (objection) return objection;
  const changes = changesOf(ports, before, wanted);
  const route = changes.length === 0 ? before : await ports.setStatus(before, changes);
  if (!route) return undefined;
  await announceOrLeave(ports, route);
  return { kind: 'changed', route };
};

/**
 * Switches a tenant off or on, or has it leave or stay, by one write, and tells the bus after it. What is so already is only told once more
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
