import type { z } from 'zod';
import type { UserCreationFailed } from '#events/schemas/identity.ts';
import { PermanentError, TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { SagaPorts } from '../operators/sagas.ts';
import { runsOf } from '../saga/sagaRuns.ts';
import { causeOf, type Execution, inputOf, replayName } from '../saga/sagaView.ts';

/** Whom a route was written for: the TenantRegistered that owns it, and its registration. */
export type RouteOwner = { eventId: string; registrationId: string };

export type RollbackPorts = Pick<SagaPorts, 'describe' | 'start'> & {
  /** Read consistently; undefined when the tenant has no route. */
  routeOwner(tenantId: string): Promise<RouteOwner | undefined>;
};

type Detail = z.infer<typeof UserCreationFailed.detail>;

/** The run that undoes all of a saga and gives up. */
const undoing = (runs: readonly Execution[], { metadata, data }: Detail) => {
  const last = runs.at(-1);
  const saga = last && inputOf(last);
  if (!saga) throw new PermanentError(`tenant ${data.tenantId} has a route, but no saga made it`);
  if (last.status === 'RUNNING') throw new TransientError(`the saga ${last.name} is still running`);
  return {
    ...saga,
    replay: runs.length,
    failure: {
      step: 'CreateTenantAdmin',
      error: { Error: data.error.name, Cause: data.error.message },
    },
    undone: [],
    stuck: [],
    // biome-ignore lint/suspicious/noThenProperty: the state machine reads it; nobody awaits it.
    then: 'giveUp',
    cause: metadata.eventId,
  } satisfies Parameters<RollbackPorts['start']>[1];
};

/**
 * A tenant whose first admin cannot be created is of use to nobody: all of it is undone, once, in a
 * run of its own. TransientError while another run of the saga is under way.
 */
export const rollBackOnboarding =
  (ports: RollbackPorts) =>
  async (detail: Detail): Promise<void> => {
    const { metadata, data } = detail;
    if (data.role !== 'TenantAdmin') return;
    const owner = await ports.routeOwner(data.tenantId);
    if (owner?.registrationId !== metadata.correlationId) {
      logger.info('nothing to roll back', { tenantId: data.tenantId });
      return;
    }
    const runs = await runsOf(ports, owner.eventId);
    if (runs.some((run) => causeOf(run) === metadata.eventId)) return;
    const input = undoing(runs, detail);
    const name = replayName(owner.eventId, input.replay);
    if (await ports.start(name, input)) return;
    throw new TransientError(`another run of the saga was called ${name} at the same moment`);
  };
