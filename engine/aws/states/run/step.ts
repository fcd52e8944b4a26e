import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Container, Machine, State } from '../definition/aslSchema.ts';
import type { Evaluate, Scope } from '../definition/expression.ts';
import type { Ending, Execution, HistoryEvent, Phase, Position, Thread } from '../records.ts';
import { type Failure, StateFailure } from './stateFailure.ts';

/** AWS's quota on the events of one Standard execution. */
const MOST_EVENTS = 25_000;

/** What a step works with and never changes. */
export type StepContext = Readonly<{
  execution: Execution;
  machine: Machine;
  evaluate: Evaluate;
  random: Random;
  now: number;
}>;

/** A task to be called once the step is stored. */
export type Launch = { threadId: string; args: Json };

/** A thread that has no state left to run. */
export type Finished = { thread: Thread } & ({ output: Json } | { failure: Failure });

/** The execution has no room left in its history. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

const startedContext = (execution: Execution, input: Json): JsonObject => ({
  Id: execution.executionArn,
  Input: input,
  Name: execution.name,
  RoleArn: execution.roleArn,
  StartTime: new Date(execution.startDate).toISOString(),
  RedriveCount: 0,
});

/**
 * The draft of one transition: what it changes and the events it leaves are stored together or not
 * at all. The position given is the draft's own to change.
 */
export class Step {
  readonly context: StepContext;
  readonly position: Position;
  readonly events: HistoryEvent[] = [];
  readonly launches: Launch[] = [];
  readonly finished: Finished[] = [];
  /** Threads with something new to wait for or to do. */
  readonly touched = new Set<string>();
  ending: Ending | undefined;

  constructor(context: StepContext, position: Position) {
    this.context = context;
    this.position = position;
  }

  thread(id: string): Thread | undefined {
    return this.position.threads.find((thread) => thread.id === id);
  }

  /** The state that a thread is in. */
  stateOf(thread: Thread): State {
    const container = thread.inside.reduce<Container>((outer, { state, branch }) => {
      const entered = outer.States[state];
      if (entered?.Type === 'Map') return entered.ItemProcessor;
      const found = entered?.Type === 'Parallel' ? entered.Branches[branch] : undefined;
      if (!found) throw new Error(`no branch ${branch} in state ${state}`);
      return found;
    }, this.context.machine);
    const state = container.States[thread.state];
    if (!state) throw new Error(`no state ${thread.state}`);
    return state;
  }

  /** Adds an event to the thread's chain and returns its id. */
  record(thread: Thread, type: string, details?: { name: string; value: JsonObject }): number {
    thread.lastEventId = this.recordAfter(thread.lastEventId, type, details);
    return thread.lastEventId;
  }

  /** Adds an event that no other event follows on. Throws HistoryFull, one event before it is. */
  recordAfter(
    previousEventId: number,
    type: string,
    details?: { name: string; value: JsonObject },
  ): number {
    const id = this.position.lastEventId + 1;
    if (id >= MOST_EVENTS && !type.startsWith('Execution')) throw new HistoryFull();
    this.position.lastEventId = id;
    this.events.push({
      id,
      previousEventId,
      timestamp: this.context.now,
      type,
      ...(details && { detailsName: details.name, details: withoutGaps(details.value) }),
    });
    return id;
  }

  setPhase(thread: Thread, phase: Phase): void {
    thread.phase = phase;
    this.touched.add(thread.id);
  }

  /** What expressions of the thread's state read; `more` adds `result` or `errorOutput`. */
  scope(thread: Thread, more: JsonObject = {}): Scope {
    const { execution } = this.context;
    const input: Json = JSON.parse(execution.input);
    const context: JsonObject = {
      Execution: startedContext(execution, input),
      State: {
        EnteredTime: new Date(thread.enteredAt).toISOString(),
        Name: thread.state,
        RetryCount: thread.retryCount,
      },
      StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
      ...(thread.item && { Map: { Item: thread.item } }),
    };
    return { states: { input: thread.input, context, ...more }, variables: thread.variables };
  }

  /** Evaluates one field of the thread's state. */
  evaluate(
    thread: Thread,
    field: { template: Json; at: string; more?: JsonObject },
  ): Promise<Json> {
    return this.context.evaluate(field.template, this.scope(thread, field.more), field.at);
  }
}

const withoutGaps = (value: JsonObject): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item]])),
  );

/** AWS's quota on what one state hands on, in bytes of its JSON text. */
export const MOST_BYTES = 262_144;

/** The JSON text of what a state hands on. Throws States.DataLimitExceeded. */
export const boundedText = (value: Json, what: string): string => {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  const cause = `The ${what} returned a result with a size exceeding the maximum number of bytes service limit.`;
  throw new StateFailure({ error: 'States.DataLimitExceeded', cause });
};
