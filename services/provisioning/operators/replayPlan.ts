import { isInUse } from '#shared/ownership.ts';
import type { RollbackPorts } from '../onboarding/rollBackOnboarding.ts';
import type { SagaInput, SagaStart, UndoFirst } from '../saga/sagaState.ts';
import { type Execution, inputOf, originOf, replayName, rollbackOf } from '../saga/sagaView.ts';

export type ReplayPorts = RollbackPorts & {
  /** What of the tenant's claims belongs to another registration by now, in words. */
  heldByOthers(input: SagaInput): Promise<string[]>;
};

/** What a replay would start, with the reason when it can only undo; or why there can be none now. */
export type ReplayPlan =
  | { kind: 'replay'; executionName: string; input: SagaStart; undoOnly?: string }
  | { kind: 'refused'; reason: string };

/** Why a planned replay was not started after all. */
export const OVERTAKEN = 'another run of the saga has just begun';

/** The tenant's input when its saga may be replayed as far as its last run goes. */
const replayable = async (
  ports: ReplayPorts,
  last: Execution,
): Promise<{ input: SagaInput } | { reason: string }> => {
  if (last.status === 'RUNNING') return { reason: 'the saga is running' };
  const input = inputOf(last);
  if (!input) return { reason: 'no registration started this execution' };
  const route = await ports.routeOf(input.tenantId);
  if (isInUse(route)) return { reason: 'the tenant is active' };
  const stands = last.status === 'SUCCEEDED' && route?.writtenFor === input.eventId;
  return stands ? { reason: 'the tenant is active' } : { input };
};

type Left = Pick<UndoFirst, 'failure' | 'undone' | 'stuck'>;

/** What the next run must undo before anything else: what the last one could not. */
const leftBy = (last: Execution): Left | undefined => {
  const rollback = rollbackOf(last);
  if (last.error === undefined || !rollback || rollback.stuck.length === 0) return undefined;
  const error = { Error: last.error, Cause: rollback.message };
  return { failure: { step: rollback.failedStep, error }, undone: [], stuck: [] };
};

const undoing = (input: SagaStart, left: Left, then: UndoFirst['then']): SagaStart => ({
  ...input,
  ...left,
  then,
});

/**
 * What runs a saga again, given its last run. What is stuck is undone first. A tenant whose name has
 * become another's cannot be made any more: then there is only that undo, or nothing to do.
 */
export const replayPlan = async (ports: ReplayPorts, last: Execution): Promise<ReplayPlan> => {
  const found = await replayable(ports, last);
  if ('reason' in found) return { kind: 'refused', ...found };
  const held = await ports.heldByOthers(found.input);
  const reason = `another registration has it by now: ${held.join(', ')}`;
  const left = leftBy(last);
  if (held.length > 0 && !left) return { kind: 'refused', reason };
  const { eventId, replay } = originOf(last.name);
  const again = { ...found.input, replay: replay + 1 };
  const executionName = replayName(eventId, again.replay);
  if (!left) return { kind: 'replay', executionName, input: again };
  if (held.length === 0) {
    return { kind: 'replay', executionName, input: undoing(again, left, 'startOver') };
  }
  const input = undoing(again, left, 'giveUp');
  return { kind: 'replay', executionName, input, undoOnly: reason };
};
