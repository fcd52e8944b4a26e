import { z } from 'zod';
import { type Json, type JsonObject, JsonValue } from '../../../kernel/json.ts';
import type { StateOf } from '../definition/aslSchema.ts';
import { expressionIn } from '../definition/expression.ts';
import type { Phase, Thread } from '../records.ts';
import { leaveState } from './leaveState.ts';
import { queryFailure, StateFailure } from './stateFailure.ts';
import type { Finished, Step } from './step.ts';

type Branches = Extract<Phase, { kind: 'branches' }>;

/** How many items of an inline Map AWS works on at once. */
const MOST_AT_ONCE = 40;

const Items: z.ZodType<Json[]> = z.array(JsonValue);
const Concurrency = z.int().min(0);

const event = (name: string, value: JsonObject) => ({ name, value });

const startChild = (step: Step, parent: Thread, phase: Branches): void => {
  const state = step.stateOf(parent);
  const index = phase.started;
  const isMap = state.Type === 'Map';
  const container = isMap
    ? state.ItemProcessor
    : state.Type === 'Parallel' && state.Branches[index];
  if (!container) throw new Error(`state ${parent.state} has no branch ${index}`);
  phase.started += 1;
  const input = phase.inputs[index] ?? null;
  const child: Thread = {
    ...parent,
    id: `${parent.id}.${index}`,
    inside: [...parent.inside, { state: parent.state, branch: isMap ? 0 : index }],
    state: container.StartAt,
    input,
    enteredAt: step.context.now,
    lastEventId: phase.startedEventId,
    retryCount: 0,
    retries: [],
  };
  if (isMap) {
    child.item = { Index: index, Value: phase.items?.[index] ?? null };
    const details = { name: parent.state, index };
    step.record(child, 'MapIterationStarted', event('mapIterationStartedEventDetails', details));
  }
  step.position.threads.push(child);
  step.setPhase(child, { kind: 'enter' });
};

const startChildren = async (step: Step, parent: Thread, phase: Branches): Promise<void> => {
  step.setPhase(parent, phase);
  const first = Math.min(phase.inputs.length, phase.atOnce);
  for (let index = 0; index < first; index += 1) startChild(step, parent, phase);
  if (phase.inputs.length === 0) await complete(step, parent, phase);
};

/** Starts every branch of a Parallel; each gets the Arguments, or else the state's own input. */
export const startParallel = async (
  step: Step,
  thread: Thread,
  state: StateOf<'Parallel'>,
): Promise<void> => {
  const input =
    state.Arguments === undefined
      ? thread.input
      : await step.evaluate(thread, { template: state.Arguments, at: 'Arguments' });
  await startChildren(step, thread, {
    kind: 'branches',
    startedEventId: step.record(thread, 'ParallelStateStarted'),
    inputs: state.Branches.map(() => input),
    started: 0,
    atOnce: state.Branches.length,
    outputs: {},
  });
};

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  return typeof value === 'object' ? 'object' : typeof value;
};

/** In Step Functions' words. */
const noArray = ({ Items: asked }: StateOf<'Map'>, found: Json): string => {
  const expression = typeof asked === 'string' ? expressionIn(asked) : undefined;
  const what = expression === undefined ? 'The value' : `The JSONata expression '${expression}'`;
  return `${what} specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${typeOf(found)}' for value: ${JSON.stringify(found)}`;
};

const itemsOf = async (step: Step, thread: Thread, state: StateOf<'Map'>): Promise<Json[]> => {
  const found =
    state.Items === undefined
      ? thread.input
      : await step.evaluate(thread, { template: state.Items, at: 'Items' });
  const items = Items.safeParse(found);
  if (items.success) return items.data;
  throw queryFailure('Items', noArray(state, found));
};

const concurrencyOf = async (step: Step, thread: Thread, state: StateOf<'Map'>) => {
  const at = 'MaxConcurrency';
  const wanted = Concurrency.safeParse(
    await step.evaluate(thread, { template: state.MaxConcurrency ?? 0, at }),
  );
  if (!wanted.success) throw queryFailure(at, 'MaxConcurrency must be a whole number from 0 on');
  return Math.min(wanted.data || MOST_AT_ONCE, MOST_AT_ONCE);
};

/** Starts the items of a Map, at most MaxConcurrency (AWS: 40) of them at once. */
export const startMap = async (
  step: Step,
  thread: Thread,
  state: StateOf<'Map'>,
): Promise<void> => {
  const items = await itemsOf(step, thread, state);
  const atOnce = await concurrencyOf(step, thread, state);
  const select = (item: Json, index: number): Promise<Json> => {
    const template = state.ItemSelector;
    if (template === undefined) return Promise.resolve(item);
    const seen = { ...thread, item: { Index: index, Value: item } };
    return step.evaluate(seen, { template, at: 'ItemSelector' });
  };
  const inputs = await Promise.all(items.map(select));
  const details = event('mapStateStartedEventDetails', { length: items.length });
  await startChildren(step, thread, {
    kind: 'branches',
    startedEventId: step.record(thread, 'MapStateStarted', details),
    inputs,
    items,
    started: 0,
    atOnce,
    outputs: {},
  });
};

const complete = async (step: Step, parent: Thread, phase: Branches): Promise<void> => {
  const state = step.stateOf(parent);
  if (state.Type !== 'Parallel' && state.Type !== 'Map') throw new Error('no branches to join');
  step.recordAfter(parent.lastEventId, `${state.Type}StateSucceeded`);
  const result = phase.inputs.map((_, index) => phase.outputs[index] ?? null);
  const more = { result };
  await leaveState(step, parent, { next: state.Next, rules: state, otherwise: result, more });
};

const recordIteration = (step: Step, child: Thread, ending: 'Succeeded' | 'Failed'): void => {
  const { state: name = '' } = child.inside.at(-1) ?? {};
  const index = child.item?.Index ?? 0;
  const details = event(`mapIteration${ending}EventDetails`, { name, index });
  step.record(child, `MapIteration${ending}`, details);
};

const abortUnder = (step: Step, parent: Thread): void => {
  const inside = step.position.threads.filter((thread) => thread.id.startsWith(`${parent.id}.`));
  for (const thread of inside) {
    const { Type } = step.stateOf(thread);
    const entered = thread.phase.kind !== 'enter';
    if (entered) step.recordAfter(thread.lastEventId, `${Type}StateAborted`);
  }
  step.position.threads = step.position.threads.filter((thread) => !inside.includes(thread));
};

/** Takes the end of one branch or item: the next one starts, the state completes, or it fails. */
export const joinChild = async (step: Step, parent: Thread, done: Finished): Promise<void> => {
  const { phase } = parent;
  if (phase.kind !== 'branches') throw new Error(`${parent.state} awaits no branch`);
  const isMap = step.stateOf(parent).Type === 'Map';
  if ('failure' in done) {
    abortUnder(step, parent);
    if (isMap) recordIteration(step, done.thread, 'Failed');
    parent.lastEventId = done.thread.lastEventId;
    throw new StateFailure({ ...done.failure, location: undefined });
  }
  if (isMap) recordIteration(step, done.thread, 'Succeeded');
  parent.lastEventId = done.thread.lastEventId;
  step.position.threads = step.position.threads.filter((thread) => thread !== done.thread);
  phase.outputs[done.thread.id.split('.').at(-1) ?? ''] = done.output;
  if (phase.started < phase.inputs.length) startChild(step, parent, phase);
  else if (Object.keys(phase.outputs).length === phase.inputs.length) {
    await complete(step, parent, phase);
  }
};
