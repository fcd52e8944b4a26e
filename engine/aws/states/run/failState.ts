import type { Json } from '../../../kernel/json.ts';
import type { State } from '../definition/aslSchema.ts';
import type { Thread } from '../records.ts';
import { leaveState } from './leaveState.ts';
import { nextAttempt, takes } from './retry.ts';
import { type Failure, StateFailure } from './stateFailure.ts';
import type { Step } from './step.ts';

const told = (thread: Thread, failure: Failure): Failure => {
  if (failure.verbatim) return failure;
  const where = `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.enteredEventId}).`;
  return { ...failure, cause: `${where} ${failure.cause ?? ''}`.trim(), verbatim: true };
};

const recordEvaluation = (step: Step, thread: Thread, failure: Failure): void => {
  if (failure.location === undefined) return;
  const { error, cause, location } = failure;
  step.record(thread, 'EvaluationFailed', {
    name: 'evaluationFailedEventDetails',
    value: { error, cause, location, state: thread.state },
  });
};

const recoveryOf = (state: State) => ({
  retriers: 'Retry' in state ? (state.Retry ?? []) : [],
  catchers: 'Catch' in state ? (state.Catch ?? []) : [],
});

const errorOutput = ({ error, cause }: Failure): Record<string, Json> => ({
  Error: error,
  ...(cause !== undefined && { Cause: cause }),
});

const leaveByCatch = async (step: Step, thread: Thread, failure: Failure): Promise<void> => {
  const { catchers } = recoveryOf(step.stateOf(thread));
  const index = catchers.findIndex((entry) => takes(entry, failure.error));
  const catcher = catchers[index];
  if (!catcher) {
    step.finished.push({ thread, failure });
    return;
  }
  const output = errorOutput(failure);
  await leaveState(step, thread, {
    next: catcher.Next,
    rules: catcher,
    otherwise: output,
    at: `Catch[${index}]/`,
    more: { errorOutput: output },
  });
};

/** Takes a failed attempt to the state's Retry, then its Catch, then to the end of the thread. */
export const failState = async (step: Step, thread: Thread, failed: Failure): Promise<void> => {
  const failure = told(thread, failed);
  recordEvaluation(step, thread, failure);
  const state = step.stateOf(thread);
  const { random, now } = step.context;
  const { retriers } = recoveryOf(state);
  const delay = nextAttempt(retriers, { thread, error: failure.error, random });
  if (delay !== undefined) {
    step.setPhase(thread, { kind: 'backoff', until: now + delay });
    return;
  }
  if (state.Type === 'Parallel' || state.Type === 'Map') {
    step.record(thread, `${state.Type}StateFailed`);
  }
  try {
    await leaveByCatch(step, thread, failure);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    const last = told(thread, error.failure);
    recordEvaluation(step, thread, last);
    step.finished.push({ thread, failure: last });
  }
};
