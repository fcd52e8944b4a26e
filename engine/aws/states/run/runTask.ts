import { z } from 'zod';
import type { Json } from '../../../kernel/json.ts';
import type { StateOf } from '../definition/aslSchema.ts';
import { integrationFor } from '../integrations/integration.ts';
import type { Thread } from '../records.ts';
import { leaveState } from './leaveState.ts';
import { type Failure, queryFailure, StateFailure } from './stateFailure.ts';
import { boundedText, type Step } from './step.ts';

type Task = StateOf<'Task'>;

const Timeout = z.int().min(1).max(99_999_999);

const kindOf = (state: Task) => {
  const integration = integrationFor(state.Resource);
  if (!integration) throw new Error(`no integration for ${state.Resource}`);
  const { resourceType, resource } = integration;
  return { resourceType, resource };
};

const timeoutOf = async (step: Step, thread: Thread, state: Task): Promise<number | undefined> => {
  if (state.TimeoutSeconds === undefined) return undefined;
  const at = 'TimeoutSeconds';
  const parsed = Timeout.safeParse(
    await step.evaluate(thread, { template: state.TimeoutSeconds, at }),
  );
  if (!parsed.success) throw queryFailure(at, 'TimeoutSeconds must be a whole number from 1 on');
  return parsed.data;
};

/** Schedules an attempt; the call itself is made once this is stored. */
export const scheduleTask = async (step: Step, thread: Thread, state: Task): Promise<void> => {
  const args = await step.evaluate(thread, { template: state.Arguments ?? {}, at: 'Arguments' });
  const timeout = await timeoutOf(step, thread, state);
  const kind = kindOf(state);
  const scheduledEventId = step.record(thread, 'TaskScheduled', {
    name: 'taskScheduledEventDetails',
    value: {
      ...kind,
      region: step.context.execution.executionArn.split(':')[3],
      parameters: boundedText(args, `state/task '${thread.state}'`),
      timeoutInSeconds: timeout,
    },
  });
  step.record(thread, 'TaskStarted', { name: 'taskStartedEventDetails', value: kind });
  const deadline = timeout === undefined ? {} : { deadline: step.context.now + timeout * 1_000 };
  const resource = state.Resource;
  step.setPhase(thread, { kind: 'task', scheduledEventId, resource, ...deadline });
  step.launches.push({ threadId: thread.id, args });
};

/** Takes a task's result. A result over the payload quota is a failure of the task. */
export const taskSucceeded = async (step: Step, thread: Thread, result: Json): Promise<void> => {
  const state = step.stateOf(thread);
  if (state.Type !== 'Task') throw new Error(`${thread.state} is no task`);
  const kind = kindOf(state);
  try {
    const output = boundedText(result, `state/task '${kind.resourceType}'`);
    step.record(thread, 'TaskSucceeded', {
      name: 'taskSucceededEventDetails',
      value: { ...kind, output, outputDetails: { truncated: false } },
    });
  } catch (error) {
    if (error instanceof StateFailure) recordFailed(step, thread, error.failure);
    throw error;
  }
  const more = { result };
  await leaveState(step, thread, { next: state.Next, rules: state, otherwise: result, more });
};

const recordFailed = (step: Step, thread: Thread, failure: Failure): void => {
  const state = step.stateOf(thread);
  if (state.Type !== 'Task') throw new Error(`${thread.state} is no task`);
  const timedOut = failure.error === 'States.Timeout';
  const { error, cause } = failure;
  step.record(thread, timedOut ? 'TaskTimedOut' : 'TaskFailed', {
    name: timedOut ? 'taskTimedOutEventDetails' : 'taskFailedEventDetails',
    value: { ...kindOf(state), error, cause },
  });
};

/** Takes a task's failure. Always throws it, for Retry and Catch. */
export const taskFailed = (step: Step, thread: Thread, failure: Failure): never => {
  if (failure.location === undefined) recordFailed(step, thread, failure);
  throw new StateFailure(failure);
};
