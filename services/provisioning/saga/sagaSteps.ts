import type { Saga } from './defineSaga.ts';
import { messageOf } from './lambdaCause.ts';

/** One event of an execution's history, as far as it says what became of a task. */
export type HistoryEvent = {
  id: number;
  previousId: number;
  type: string;
  at: Date;
  /** The state that is entered. */
  state: string | undefined;
  error: { name: string; cause: string } | undefined;
};

/** What a task is for: a step of the saga, its undo, or telling the world of the rollback. */
type Role = { step: string; kind: 'run' | 'undo' | 'announce' };

/** One visit of a task's state, with all its attempts. */
export type StepView = Role & {
  /** The task that ran: the step's own, or its undo's. */
  task: string;
  startedAt: string;
  endedAt: string | undefined;
  attempts: number;
  /** Why the last attempt failed; absent once one succeeds. */
  error: { name: string; message: string } | undefined;
  outcome: 'running' | 'done' | 'failed' | 'undone' | 'stuck';
};

type Visit = Role & {
  task: string;
  startedAt: Date;
  endedAt?: Date;
  attempts: number;
  error?: HistoryEvent['error'];
  succeeded: boolean;
};

type Tasks = Pick<Saga, 'steps' | 'failed'>;

/** What each task of a saga is for, by the task's name. */
const rolesIn = ({ steps, failed }: Tasks): ReadonlyMap<string, Role> =>
  new Map<string, Role>([
    ...steps.flatMap(({ name: step, undo }): [string, Role][] => [
      [step, { step, kind: 'run' }],
      ...(undo ? ([[undo, { step, kind: 'undo' }]] satisfies [string, Role][]) : []),
    ]),
    [failed.name, { step: failed.name, kind: 'announce' }],
  ]);

const ATTEMPTS = ['TaskScheduled', 'LambdaFunctionScheduled'];
const ENDS = ['ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut'];

const entered = (
  roles: ReadonlyMap<string, Role>,
  { type, state, at }: HistoryEvent,
): Visit | undefined => {
  const role = type === 'TaskStateEntered' ? roles.get(state ?? '') : undefined;
  return role && { ...role, task: state ?? '', startedAt: at, attempts: 0, succeeded: false };
};

const note = (visit: Visit, { type, at, error }: HistoryEvent): void => {
  if (ATTEMPTS.includes(type)) visit.attempts += 1;
  if (type === 'TaskSucceeded') visit.succeeded = true;
  if (error) visit.error = error;
  if (type === 'TaskStateExited') visit.endedAt = at;
};

/** An execution that ends by force leaves its task where it is. */
const endOpen = (visits: readonly Visit[], { at, error }: HistoryEvent): void => {
  for (const visit of visits.filter(({ endedAt }) => endedAt === undefined)) {
    visit.endedAt = at;
    visit.error ??= error;
  }
};

/** Each event belongs to the task's visit that its predecessor belongs to, until that is left. */
const visitsIn = (saga: Tasks, history: readonly HistoryEvent[]): Visit[] => {
  const roles = rolesIn(saga);
  const byEvent = new Map<number, Visit>();
  for (const event of history) {
    if (ENDS.includes(event.type)) endOpen([...byEvent.values()], event);
    const visit = entered(roles, event) ?? byEvent.get(event.previousId);
    if (!visit || visit.endedAt) continue;
    note(visit, event);
    byEvent.set(event.id, visit);
  }
  return [...new Set(byEvent.values())];
};

const outcomeOf = ({ kind, succeeded, endedAt }: Visit): StepView['outcome'] => {
  if (endedAt === undefined) return 'running';
  if (kind === 'undo') return succeeded ? 'undone' : 'stuck';
  return succeeded ? 'done' : 'failed';
};

const viewOf = (visit: Visit): StepView => {
  const { step, kind, task, startedAt, endedAt, attempts, error, succeeded } = visit;
  return {
    step,
    kind,
    task,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString(),
    attempts,
    error: error && !succeeded ? { name: error.name, message: messageOf(error.cause) } : undefined,
    outcome: outcomeOf(visit),
  };
};

/** What an execution has done, in order: each task with its attempts and what came of it. */
export const sagaSteps = (saga: Tasks, history: readonly HistoryEvent[]): StepView[] =>
  visitsIn(saga, history).map(viewOf);

/** The steps that an execution has undone so far, and those that it could not undo. */
export const rollbackSoFar = (views: readonly StepView[]) => {
  const undos = views.filter(({ kind }) => kind === 'undo');
  if (undos.length === 0) return {};
  const ended = (outcome: StepView['outcome']) =>
    undos.filter((view) => view.outcome === outcome).map(({ step }) => step);
  const failedStep = views.findLast(({ kind, outcome }) => kind === 'run' && outcome === 'failed');
  return {
    ...(failedStep && { failedStep: failedStep.step }),
    undone: ended('undone'),
    stuck: ended('stuck'),
  };
};
