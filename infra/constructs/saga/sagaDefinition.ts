import type {
  SagaDefinition,
  SagaStep,
  Settling,
} from '../../../services/provisioning/saga/defineSaga.ts';
import {
  announceState,
  awaitStartState,
  beginState,
  certainState,
  failedState,
  failState,
  guardState,
  repeatState,
  runState,
  type SagaTask,
  type State,
  settleState,
  startOverState,
  undoneState,
  undoState,
} from './sagaStates.ts';

/** In seconds. A route is kept by the authorizer for a minute, and a request that it admits then runs for ten more. */
const SETTLE_SECONDS: Readonly<Record<Settling, number>> = { route: 90 };

type Undoable = SagaStep & { undo: string };

const BEGIN = 'Begin';
const AWAIT_START = 'AwaitStart';
const FAILED = 'Failed';
const UNDONE = 'Undone';
const START_OVER = 'StartOver';
const ROLLED_BACK = 'RolledBack';

const canUndo = (step: SagaStep): step is Undoable => step.undo !== undefined;

/** Where a task is entered: through its guard when its step is not for every deployment. */
const entry = (step: SagaStep, name: string): string => (step.only ? `${name}IfNeeded` : name);

const guarded = (step: SagaStep, name: string, otherwise: string): Record<string, State> =>
  step.only ? { [entry(step, name)]: guardState(step.only, name, otherwise) } : {};

/** Where the undo of the steps before this index begins. */
const undoBefore = (steps: readonly SagaStep[], index: number): string => {
  const step = steps.slice(0, index).findLast(canUndo);
  return step ? entry(step, step.undo) : UNDONE;
};

/** The steps that a failure rolls back: up to the pivot, where there is one. */
const fallibleOf = (steps: readonly SagaStep[]): readonly SagaStep[] => {
  const pivot = steps.findIndex((step) => step.pivot);
  return pivot < 0 ? steps : steps.slice(0, pivot + 1);
};

/**
 * What stands between a step and the next one, in order: whether it has more to do, and until it has settled. Each
 * is a name, and the state of that name given where it leads.
 */
const betweenOf = ({ name, repeat, settle }: SagaStep) => {
  const between: [string, (next: string) => State][] = [];
  if (repeat) between.push([`${name}IsDone`, (next) => repeatState(name, next)]);
  if (settle) between.push([`${name}Settles`, (next) => settleState(SETTLE_SECONDS[settle], next)]);
  return between;
};

/** A step's own next state, and the states that stand before the one that follows. */
const following = (step: SagaStep, after: SagaStep | undefined) => {
  const end = after && entry(after, after.name);
  const between = betweenOf(step);
  if (end === undefined) {
    if (step.only) throw new Error(`${step.name} cannot be last: it may be left out`);
    if (between.length > 0) throw new Error(`${step.name} cannot be last: something follows it`);
    return { next: undefined, skip: UNDONE, states: {} };
  }
  const names = between.map(([name]) => name);
  const states = between.map(([name, state], index) => [name, state(names[index + 1] ?? end)]);
  return { next: names[0] ?? end, skip: end, states: Object.fromEntries(states) };
};

const forwardStates = (steps: readonly SagaStep[], task: SagaTask): Record<string, State>[] => {
  const fallible = fallibleOf(steps);
  return steps.map((step, index) => {
    const { next, skip, states } = following(step, steps[index + 1]);
    return {
      ...guarded(step, step.name, skip),
      [step.name]: fallible.includes(step)
        ? runState(step, task, { next, failed: FAILED })
        : certainState(step, task, next),
      ...states,
    };
  });
};

const undoStates = (steps: readonly SagaStep[], task: SagaTask): Record<string, State>[] =>
  steps
    .flatMap((step, index) => {
      if (!canUndo(step)) return [];
      const next = undoBefore(steps, index);
      return [{ ...guarded(step, step.undo, next), [step.undo]: undoState(step, task, next) }];
    })
    .reverse();

/**
 * Folds a saga's table into a state machine: the steps forward in order; a failing step enters the
 * undo chain at its own undo, because it may have half happened (a replay at the last one, because a
 * run before it may have been stopped anywhere); the chain goes on in reverse, tells the world and ends
 * in Fail. Steps after the pivot never fail: they are tried until they succeed. A run that is started
 * with a failure begins at the last undo, and may start over at the first. A run with a start time waits for it first.
 */
export const sagaDefinition = (
  { steps, failed }: Pick<SagaDefinition, 'steps' | 'failed'>,
  task: SagaTask,
) => {
  const [first] = steps;
  if (!first) throw new Error('a saga needs at least one step');
  const start = entry(first, first.name);
  const all = undoBefore(steps, steps.length);
  return {
    QueryLanguage: 'JSONata',
    StartAt: BEGIN,
    States: Object.assign(
      { [BEGIN]: beginState({ wait: AWAIT_START, undo: all, forward: start }) },
      { [AWAIT_START]: awaitStartState(BEGIN) },
      ...forwardStates(steps, task),
      {
        [FAILED]: failedState(
          fallibleOf(steps).map(({ name }, at) => [name, undoBefore(steps, at + 1)] as const),
          all,
        ),
      },
      ...undoStates(steps, task),
      { [UNDONE]: undoneState(START_OVER, failed.name) },
      { [START_OVER]: startOverState(start) },
      { [failed.name]: announceState(failed.name, task, ROLLED_BACK) },
      { [ROLLED_BACK]: failState },
    ) as Record<string, State>,
  };
};
