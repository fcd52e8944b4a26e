import type * as z from 'zod';
import type { UserCreationFailed } from '#events/schemas/identity.ts';
import { FIRST_ADMIN } from '#events/schemas/provisioning.ts';
import { PermanentError, TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import { isInUse } from '#shared/ownership.ts';
import { standingFor } from '#shared/present.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import type { SagaExecutions } from '../saga/sagaPorts.ts';
import { runsOf } from '../saga/sagaRuns.ts';
import { causeOf, type Execution, inputOf, replayName } from '../saga/sagaView.ts';
import type { OnboardingInput } from './onboardingInput.ts';
import { onboardingSaga } from './onboardingSaga.ts';

export type RollbackPorts = Pick<SagaExecutions<OnboardingInput>, 'describe' | 'start'> &
  Pick<ReturnType<typeof routingTable>, 'routeOf' | 'giveUp'>;

type Detail = z.infer<typeof UserCreationFailed.detail>;

/** The run that undoes all of a saga and gives up. */
const undoing = (runs: readonly Execution[], { metadata, data }: Detail) => {
  const last = runs.at(-1);
  const saga = last && inputOf(onboardingSaga, last);
  if (!saga) throw new PermanentError(`tenant ${data.tenantId} has a route, but no saga made it`);
  if (last.status === 'RUNNING') throw new TransientError(`the saga ${last.name} is still running`);
  return {
    ...saga,
    replay: runs.length,
    failure: {
      step: FIRST_ADMIN,
      error: { Error: data.error.name, Cause: data.error.message },
    },
    undone: [],
    stuck: [],
    // biome-ignore lint/suspicious/noThenProperty: the state machine reads it; nobody awaits it.
    then: 'giveUp',
    cause: metadata.eventId,
  } satisfies Parameters<RollbackPorts['start']>[1];
};

/** Why nothing is to be rolled back; undefined when the tenant that the event tells of stands, and nobody uses it. */
const objection = ({ metadata }: Detail, route: StandingRoute | undefined): string | undefined => {
  const standing = standingFor(metadata, route);
  if (standing !== 'standing') return `the tenant is ${standing}`;
  return isInUse(route) ? 'people use the tenant' : undefined;
};

const start = async (ports: RollbackPorts, detail: Detail, owner: string): Promise<void> => {
  const runs = await runsOf(ports, owner);
  if (runs.some((run) => causeOf(onboardingSaga, run) === detail.metadata.eventId)) return;
  const input = undoing(runs, detail);
  const name = replayName(owner, input.replay);
  if (await ports.start(name, input)) return;
  throw new TransientError(`another run of the saga was called ${name} at the same moment`);
};

/**
 * A tenant whose first admin cannot be created is of use to nobody: all of it is undone, once, in a
 * run of its own. Decided by the present: only a tenant that stands as the event says, and that nobody
 * uses, is undone. TransientError while another run of the saga is under way.
 */
export const rollBackOnboarding =
  (ports: RollbackPorts) =>
  async (detail: Detail): Promise<void> => {
    const { tenantId, role } = detail.data;
    if (role !== 'TenantAdmin') return;
    const route = await ports.routeOf(tenantId);
    const reason = objection(detail, route);
    if (!route || reason !== undefined) {
      logger.info('nothing to roll back', { tenantId, reason });
      return;
    }
    const { causationId: provisionedEventId = '', eventId } = detail.metadata;
    // Refused where somebody uses it by now, or where it was made anew: then the next look says so.
    if (await ports.giveUp({ tenantId, provisionedEventId, eventId })) {
      await start(ports, detail, route.writtenFor);
    } else
      throw new TransientError(`the route of tenant ${tenantId} was changed at the same moment`);
  };
