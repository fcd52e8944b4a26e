import type { SagaStep } from '../../services/provisioning/onboardingSaga.ts';
import {
  announceState,
  failState,
  guardState,
  runState,
  type SagaTask,
  type State,
  undoState,
} from './sagaStates.ts';

type Undoable = SagaStep & { undo: string };

const END_FAILED = 'OnboardingFailed';

const canUndo = (step: SagaStep): step is Undoable => step.undo !== undefined;

/** Where a task is entered: through its guard when its step is not for every deployment. */
const entry = (step: SagaStep, name: string): string => (step.only ? `${name}IfNeeded` : name);

const guarded = (step: SagaStep, name: string, otherwise: string): Record<string, State> =>
  step.only ? { [entry(step, name)]: guardState(step.only, name, otherwise) } : {};

/**
 * Folds a saga's table into a state machine: the steps forward in order; a failing step enters the
 * undo chain at its own undo, because it may have half happened; the chain goes on in reverse, tells
 * the world and ends in Fail.
 */
export const sagaDefinition = (saga: readonly SagaStep[], failed: string, task: SagaTask) => {
  const undoEntry = (before: number): string => {
    const step = saga.slice(0, before).findLast(canUndo);
    return step ? entry(step, step.undo) : failed;
  };
  const runs = saga.map((step, index) => {
    const after = saga[index + 1];
    const next = after && entry(after, after.run);
    const undo = undoEntry(index + 1);
    if (step.only && next === undefined)
      throw new Error(`${step.run} cannot be last: it may be left out`);
    return {
      ...guarded(step, step.run, next ?? failed),
      [step.run]: runState(step, task, { next, undo }),
    };
  });
  const undos = saga.flatMap((step, index) => {
    if (!canUndo(step)) return [];
    const next = undoEntry(index);
    return [{ ...guarded(step, step.undo, next), [step.undo]: undoState(step, task, next) }];
  });
  const [first] = saga;
  if (!first) throw new Error('a saga needs at least one step');
  return {
    QueryLanguage: 'JSONata',
    StartAt: entry(first, first.run),
    States: Object.assign(
      {},
      ...runs,
      ...undos.reverse(),
      { [failed]: announceState(failed, task, END_FAILED) },
      { [END_FAILED]: failState },
    ) as Record<string, State>,
  };
};
