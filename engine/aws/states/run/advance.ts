import type { Json } from '../../../kernel/json.ts';
import type { Thread } from '../records.ts';
import { failState } from './failState.ts';
import { joinChild } from './runBranches.ts';
import { endWait, enterState, runState } from './runState.ts';
import { taskFailed, taskSucceeded } from './runTask.ts';
import { type Failure, StateFailure } from './stateFailure.ts';
import type { Finished, Step } from './step.ts';

/** What moves a thread: its turn, its hour, or the end of the attempt that it waits for. */
export type Signal =
  | { kind: 'turn' }
  | { kind: 'due' }
  | { kind: 'answer'; scheduledEventId: number; result: Json }
  | { kind: 'failed'; scheduledEventId: number; failure: Failure };

const answered = (step: Step, thread: Thread, signal: Signal): Promise<void> | undefined => {
  if (thread.phase.kind !== 'task' || !('scheduledEventId' in signal)) return undefined;
  if (thread.phase.scheduledEventId !== signal.scheduledEventId) return undefined;
  if (signal.kind === 'answer') return taskSucceeded(step, thread, signal.result);
  return taskFailed(step, thread, signal.failure);
};

/** Undefined for a signal that the thread no longer waits for, e.g. the answer after a timeout. */
const act = (step: Step, thread: Thread, signal: Signal): Promise<void> | undefined => {
  const { kind } = thread.phase;
  if (kind === 'enter' && signal.kind === 'turn') return enterState(step, thread);
  if (kind === 'wait' && signal.kind === 'due') return endWait(step, thread);
  if (kind === 'backoff' && signal.kind === 'due') return runState(step, thread);
  return answered(step, thread, signal);
};

const attempt = async (step: Step, thread: Thread, run: () => Promise<void> | undefined) => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    await failState(step, thread, error.failure);
  }
};

const endExecution = (step: Step, done: Finished): void => {
  step.position.threads = [];
  if ('output' in done) {
    const output = JSON.stringify(done.output);
    step.record(done.thread, 'ExecutionSucceeded', {
      name: 'executionSucceededEventDetails',
      value: { output, outputDetails: { truncated: false } },
    });
    step.ending = { status: 'SUCCEEDED', output };
    return;
  }
  const { cause } = done.failure;
  const error = done.failure.error === '' ? undefined : done.failure.error;
  const value = { error, cause };
  step.record(done.thread, 'ExecutionFailed', { name: 'executionFailedEventDetails', value });
  step.ending = { status: 'FAILED', error, cause };
};

const settle = async (step: Step): Promise<void> => {
  for (let done = step.finished.shift(); done; done = step.finished.shift()) {
    const finished = done;
    const parent = step.thread(finished.thread.id.split('.').slice(0, -1).join('.'));
    if (parent) await attempt(step, parent, () => joinChild(step, parent, finished));
    else endExecution(step, finished);
  }
};

/** Takes one thread one transition on, and whatever follows from its end. */
export const advance = async (step: Step, threadId: string, signal: Signal): Promise<void> => {
  const thread = step.thread(threadId);
  if (!thread) return;
  await attempt(step, thread, () => act(step, thread, signal));
  await settle(step);
};
