import type { SagaStart, SagaSubject, UndoFirst } from './defineSaga.ts';
import type { SagaPorts } from './sagaPorts.ts';
import { type Execution, inputOf, originOf, replayName, rollbackOf } from './sagaView.ts';

/** What stands in the way of replays of one saga. */
export type ReplayRules<Input extends SagaSubject> = {
  /** Why nothing is to be run again, given the last run; undefined where it may be. */
  whySettled(input: Input, last: Execution): Promise<string | undefined>;
  /** What of it belongs to somebody else by now, in words: then there is only the undo. */
  heldByOthers(input: Input): Promise<string[]>;
};

export type ReplayPorts<Input extends SagaSubject> = SagaPorts<Input> & ReplayRules<Input>;

/** What a replay would start, with the reason when it can only undo; or why there can be none now. */
export type ReplayPlan<Input extends SagaSubject> =
  | { kind: 'replay'; executionName: string; input: SagaStart<Input>; undoOnly?: string }
  | { kind: 'refused'; reason: string };

/** Why a planned replay was not started after all. */
export const OVERTAKEN = 'another run of the saga has just begun';

/** The input of a saga that may be run again as far as its last run goes. */
const replayable = async <Input extends SagaSubject>(
  ports: ReplayPorts<Input>,
  last: Execution,
): Promise<{ input: Input } | { reason: string }> => {
  if (last.status === 'RUNNING') return { reason: 'the saga is running' };
  const input = inputOf(ports.saga, last);
  if (!input) return { reason: `no event started this execution of the saga ${ports.saga.name}` };
  const reason = await ports.whySettled(input, last);
  return reason === undefined ? { input } : { reason };
};

type Left = Pick<UndoFirst, 'failure' | 'undone' | 'stuck'>;

/** What the next run must undo before anything else: what the last one could not. */
const leftBy = (last: Execution): Left | undefined => {
  const rollback = rollbackOf(last);
  if (last.error === undefined || !rollback || rollback.stuck.length === 0) return undefined;
  const error = { Error: last.error, Cause: rollback.message };
  return { failure: { step: rollback.failedStep, error }, undone: [], stuck: [] };
};

/**
 * What runs a saga again, given its last run. What is stuck is undone first. What has become another's
 * cannot be made any more: then there is only that undo, or nothing to do.
 */
export const replayPlan = async <Input extends SagaSubject>(
  ports: ReplayPorts<Input>,
  last: Execution,
): Promise<ReplayPlan<Input>> => {
  const found = await replayable(ports, last);
  if ('reason' in found) return { kind: 'refused', ...found };
  const held = await ports.heldByOthers(found.input);
  const reason = `another registration has it by now: ${held.join(', ')}`;
  const left = leftBy(last);
  if (held.length > 0 && !left) return { kind: 'refused', reason };
  const { eventId, replay } = originOf(last.name);
  const executionName = replayName(eventId, replay + 1);
  const input = { ...found.input, replay: replay + 1 };
  if (!left) return { kind: 'replay', executionName, input };
  const undoing = (then: UndoFirst['then']) => ({ ...input, ...left, then });
  if (held.length === 0) return { kind: 'replay', executionName, input: undoing('startOver') };
  return { kind: 'replay', executionName, input: undoing('giveUp'), undoOnly: reason };
};
