import { z } from 'zod';
import type { StateOf } from '../definition/aslSchema.ts';
import type { Thread } from '../records.ts';
import { leaveState } from './leaveState.ts';
import { startMap, startParallel } from './runBranches.ts';
import { scheduleTask } from './runTask.ts';
import { queryFailure, StateFailure } from './stateFailure.ts';
import type { Step } from './step.ts';

const Seconds = z.int().min(0).max(99_999_999);
const Timestamp = z.iso.datetime({ offset: true });

const chosen = async (step: Step, thread: Thread, state: StateOf<'Choice'>) => {
  for (const [index, rule] of state.Choices.entries()) {
    const at = `Choices[${index}]/Condition`;
    const value = await step.evaluate(thread, { template: rule.Condition, at });
    if (typeof value !== 'boolean') throw queryFailure(at, `${at} must be true or false`);
    if (value) return { next: rule.Next, rules: rule, at: `Choices[${index}]/` };
  }
  if (state.Default !== undefined) return { next: state.Default, rules: state };
  throw new StateFailure({
    error: 'States.NoChoiceMatched',
    cause: 'No choice rule matched, and the state has no Default.',
  });
};

const choose = async (step: Step, thread: Thread, state: StateOf<'Choice'>): Promise<void> => {
  const way = await chosen(step, thread, state);
  await leaveState(step, thread, { ...way, otherwise: thread.input });
};

const wait = async (step: Step, thread: Thread, state: StateOf<'Wait'>): Promise<void> => {
  const at = state.Seconds === undefined ? 'Timestamp' : 'Seconds';
  const template = state.Seconds ?? state.Timestamp ?? null;
  const value = await step.evaluate(thread, { template, at });
  const seconds = Seconds.safeParse(value);
  const timestamp = Timestamp.safeParse(value);
  if (at === 'Seconds' && seconds.success) {
    const until = step.context.now + seconds.data * 1_000;
    step.setPhase(thread, { kind: 'wait', until });
  } else if (at === 'Timestamp' && timestamp.success) {
    step.setPhase(thread, { kind: 'wait', until: Date.parse(timestamp.data) });
  } else {
    throw queryFailure(at, `'${JSON.stringify(value)}' is no value for the field '${at}'`);
  }
};

const textOf = async (step: Step, thread: Thread, field: { at: string; template?: string }) => {
  if (field.template === undefined) return undefined;
  const value = await step.evaluate(thread, { template: field.template, at: field.at });
  if (typeof value === 'string') return value;
  throw queryFailure(field.at, `the field '${field.at}' must be a string`);
};

const failOnPurpose = async (step: Step, thread: Thread, state: StateOf<'Fail'>) => {
  const { Error: error, Cause: cause } = state;
  const failure = {
    error:
      (await textOf(step, thread, {
        at: 'Error',
        ...(error !== undefined && { template: error }),
      })) ?? '',
    cause: await textOf(step, thread, {
      at: 'Cause',
      ...(cause !== undefined && { template: cause }),
    }),
  };
  step.finished.push({ thread, failure: { ...failure, verbatim: true } });
};

/** Does what the thread's state does, up to what it has to wait for. Throws StateFailure. */
export const runState = async (step: Step, thread: Thread): Promise<void> => {
  const state = step.stateOf(thread);
  switch (state.Type) {
    case 'Task':
      return scheduleTask(step, thread, state);
    case 'Choice':
      return choose(step, thread, state);
    case 'Wait':
      return wait(step, thread, state);
    case 'Fail':
      return failOnPurpose(step, thread, state);
    case 'Parallel':
      return startParallel(step, thread, state);
    case 'Map':
      return startMap(step, thread, state);
    case 'Pass':
      return leaveState(step, thread, {
        next: state.Next,
        rules: state,
        otherwise: thread.input,
      });
    case 'Succeed':
      return leaveState(step, thread, {
        next: undefined,
        rules: { Output: state.Output },
        otherwise: thread.input,
      });
  }
};

/** Records that the thread has come to its state, then runs it. */
export const enterState = async (step: Step, thread: Thread): Promise<void> => {
  const { Type } = step.stateOf(thread);
  thread.enteredAt = step.context.now;
  thread.enteredEventId = step.record(thread, `${Type}StateEntered`, {
    name: 'stateEnteredEventDetails',
    value: {
      name: thread.state,
      input: JSON.stringify(thread.input),
      inputDetails: { truncated: false },
    },
  });
  await runState(step, thread);
};

/** Goes on after a Wait state's time has come. */
export const endWait = (step: Step, thread: Thread): Promise<void> => {
  const state = step.stateOf(thread);
  if (state.Type !== 'Wait') throw new Error(`${thread.state} is no Wait state`);
  return leaveState(step, thread, { next: state.Next, rules: state, otherwise: thread.input });
};
