import { logger } from '#shared/logger.ts';
import type { Operation, StandingRoute } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import { throwFailures } from '#shared/throwFailures.ts';
import type { SagaStart } from '../saga/defineSaga.ts';
import type { erasureRoutes } from './erasureRoutes.ts';
import { OffboardingInput } from './offboardingInput.ts';

export type LifecyclePorts = Pick<ReturnType<typeof routingTable>, 'routeOf'> & {
  routes: Pick<ReturnType<typeof erasureRoutes>, 'due' | 'accept' | 'markStarted'>;
  /** Starts the saga under this name; false when the name was used before. */
  start(name: string, input: SagaStart<OffboardingInput>): Promise<boolean>;
  /** Whether tenants are protected of whom nobody has said. */
  protectedByDefault: boolean;
  newUlid(): string;
  now(): Date;
};

/** The operation that a tenant's time has come for; undefined where it is not, or another write came between. */
const accepted = async (
  ports: LifecyclePorts,
  route: StandingRoute,
): Promise<Operation | undefined> => {
  if (route.operation) return route.operation;
  const now = ports.now().toISOString();
  if (route.eraseAt === undefined || route.eraseAt > now) return undefined;
  const operation = { id: ports.newUlid(), kind: 'offboarding', since: now };
  return (await ports.routes.accept(route, operation, ports.protectedByDefault))?.operation;
};

/** Starts what is due of one tenant: once, however often it is tried. */
const startOne = async (ports: LifecyclePorts, tenantId: string): Promise<void> => {
  const route = await ports.routeOf(tenantId);
  const operation = route && (await accepted(ports, route));
  if (!operation) {
    logger.info('not started: the tenant stays, is protected, or was just changed', { tenantId });
    return;
  }
  const { writtenFor: owner, registrationId, deployment } = route;
  const input = { eventId: operation.id, tenantId, registrationId, owner, deployment };
  await ports.start(operation.id, { ...OffboardingInput.parse(input), replay: 0 });
  await ports.routes.markStarted(tenantId, operation.id);
};

/**
 * Begins the offboarding of tenants whose time has come, and starts operations that a crash has left without a run.
 * Throws when one could not be started, so that it shows; the next run tries again.
 */
export const startLifecycle = (ports: LifecyclePorts) => async (): Promise<void> => {
  const due = await ports.routes.due(ports.now());
  const settled = await Promise.allSettled(due.map(({ tenantId }) => startOne(ports, tenantId)));
  throwFailures(settled, 'operation not started', (count) => `${count} operations are not started`);
};
