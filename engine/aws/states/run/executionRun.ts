import type { Engine } from '../../../engine.ts';
import type { Timer } from '../../../kernel/clock.ts';
import type { Machine } from '../definition/aslSchema.ts';
import type { Evaluate } from '../definition/expression.ts';
import type { ExecutionStore } from '../executionStore.ts';
import { integrationFor } from '../integrations/integration.ts';
import type { Ending, Execution, Phase, Position, Thread } from '../records.ts';
import { advance, type Signal } from './advance.ts';
import { type Failure, StateFailure } from './stateFailure.ts';
import { HistoryFull, type Launch, Step } from './step.ts';

/** What a running execution stands on. */
export type RunParts = Readonly<{
  engine: Engine;
  evaluate: Evaluate;
  store: ExecutionStore;
  machine: Machine;
  /** Told once, when the execution has ended. */
  ended: () => void;
}>;

type TaskPhase = Extract<Phase, { kind: 'task' }>;

const DEADLINE = 'deadline';

const HISTORY_FULL: Ending = {
  status: 'FAILED',
  error: 'States.Runtime',
  cause: 'The execution reached the maximum number of history events (25000).',
};

const EVENT_NAMES = {
  ABORTED: 'Aborted',
  TIMED_OUT: 'TimedOut',
  FAILED: 'Failed',
  SUCCEEDED: 'Succeeded',
} as const;

const recordEnding = (step: Step, ending: Ending): void => {
  const name = EVENT_NAMES[ending.status];
  const error = ending.status === 'TIMED_OUT' ? 'States.Timeout' : ending.error;
  step.position.threads = [];
  step.recordAfter(0, `Execution${name}`, {
    name: `execution${name}EventDetails`,
    value: { error, cause: ending.cause },
  });
  step.ending = ending;
};

/**
 * One running execution. Transitions happen one after another, and each is stored before anything
 * that follows from it is done. A task that ran when the engine stopped is never silently run again:
 * its attempt fails with the integration's own server error (`Lambda.ServiceException`), so that the
 * state's Retry decides and RetryCount rises.
 */
export class ExecutionRun {
  readonly #parts: RunParts;
  readonly #timers = new Map<string, Timer>();
  #execution: Execution;
  #position: Position;
  #queue: Promise<void> = Promise.resolve();
  #resumed = false;
  #over = false;

  constructor(parts: RunParts, execution: Execution, position: Position) {
    this.#parts = parts;
    this.#execution = execution;
    this.#position = position;
  }

  /** Goes on from where the execution stands; once is enough, twice does no harm. */
  resume(): void {
    if (this.#resumed) return;
    this.#resumed = true;
    const { TimeoutSeconds: seconds } = this.#parts.machine;
    if (seconds !== undefined) {
      const expire = () => this.#background(() => this.#endNow({ status: 'TIMED_OUT' }));
      this.#at(DEADLINE, this.#execution.startDate + seconds * 1_000, expire);
    }
    for (const thread of this.#position.threads) this.#drive(thread, undefined);
  }

  /** Ends the execution from outside its states, unless it has just ended by itself. */
  async end(ending: Ending): Promise<Execution> {
    await this.#enqueue(() => this.#endNow(ending));
    return this.#execution;
  }

  /** Lets the transition that is being stored finish; the rest is for the next start. */
  async stop(): Promise<void> {
    this.#finish();
    await this.#queue;
  }

  #finish(): void {
    this.#over = true;
    this.#keepTimers(new Set());
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(() => (this.#over ? undefined : work()));
    // Whoever enqueues hears of the failure; the queue itself goes on.
    this.#queue = done.catch(() => {});
    return done;
  }

  #background(work: () => Promise<void>): void {
    void this.#enqueue(work).catch((error: unknown) => this.#break(error));
  }

  async #break(error: unknown): Promise<void> {
    const { log } = this.#parts.engine;
    log.problem(`execution ${this.#execution.executionArn}`, error);
    const cause = `the local engine failed: ${String(error)}`;
    await this.end({ status: 'FAILED', error: 'States.Runtime', cause }).catch((again: unknown) =>
      log.problem(`ending execution ${this.#execution.executionArn}`, again),
    );
  }

  #signal(threadId: string, signal: Signal): void {
    this.#background(() => this.#transition((step) => advance(step, threadId, signal)));
  }

  #endNow(ending: Ending): Promise<void> {
    return this.#transition(async (step) => recordEnding(step, ending));
  }

  async #transition(work: (step: Step) => Promise<void>): Promise<void> {
    const { engine, evaluate, machine } = this.#parts;
    const context = { execution: this.#execution, machine, evaluate, random: engine.random };
    const position = structuredClone(this.#position);
    const step = new Step({ ...context, now: engine.clock.now() }, position);
    try {
      await work(step);
    } catch (error) {
      if (!(error instanceof HistoryFull)) throw error;
      await this.#endNow(HISTORY_FULL);
      return;
    }
    if (step.events.length > 0 || step.touched.size > 0) await this.#commit(step);
  }

  async #commit(step: Step): Promise<void> {
    const { position, events, ending } = step;
    const stopDate = step.context.now;
    const execution = ending ? { ...this.#execution, ...ending, stopDate } : this.#execution;
    await this.#parts.store.commit({ execution, position, events });
    this.#execution = execution;
    this.#position = position;
    if (!ending) {
      this.#follow(step);
      return;
    }
    this.#finish();
    this.#parts.ended();
  }

  #follow(step: Step): void {
    const waiting = step.position.threads.filter(({ id }) => !step.touched.has(id));
    this.#keepTimers(new Set([DEADLINE, ...waiting.map(({ id }) => id)]));
    for (const thread of step.position.threads) {
      const launch = step.launches.find(({ threadId }) => threadId === thread.id);
      if (step.touched.has(thread.id)) this.#drive(thread, launch);
    }
  }

  #keepTimers(kept: ReadonlySet<string>): void {
    for (const [key, timer] of this.#timers) {
      if (kept.has(key)) continue;
      timer.cancel();
      this.#timers.delete(key);
    }
  }

  #drive({ id, phase }: Thread, launch: Launch | undefined): void {
    if (this.#over) return;
    switch (phase.kind) {
      case 'enter':
        this.#signal(id, { kind: 'turn' });
        break;
      case 'wait':
      case 'backoff':
        this.#at(id, phase.until, () => this.#signal(id, { kind: 'due' }));
        break;
      case 'task':
        this.#await(id, phase, launch);
        break;
      case 'branches':
        break;
    }
  }

  #await(id: string, task: TaskPhase, launch: Launch | undefined): void {
    const { scheduledEventId, deadline, resource } = task;
    const fail = (failure: Failure) =>
      this.#signal(id, { kind: 'failed', scheduledEventId, failure });
    if (!launch) {
      const error = integrationFor(resource)?.lost ?? 'States.TaskFailed';
      fail({ error, cause: 'the engine stopped while the task ran', verbatim: true });
      return;
    }
    this.#launch(launch, task, fail);
    if (deadline !== undefined) {
      this.#at(id, deadline, () => fail({ error: 'States.Timeout', verbatim: true }));
    }
  }

  #launch({ threadId, args }: Launch, task: TaskPhase, fail: (failure: Failure) => void): void {
    const { scheduledEventId, resource } = task;
    const answer = integrationFor(resource)?.run({
      execution: this.#execution,
      call: this.#parts.engine.call,
      args,
    });
    void answer?.then(
      (result) => this.#signal(threadId, { kind: 'answer', scheduledEventId, result }),
      (error: unknown) => {
        // What fails because the engine stops is the next start's.
        if (!this.#over) fail(this.#failureOf(error));
      },
    );
  }

  #failureOf(error: unknown): Failure {
    if (error instanceof StateFailure) return error.failure;
    this.#parts.engine.log.problem(`a task of ${this.#execution.executionArn}`, error);
    return { error: 'States.TaskFailed', cause: String(error), verbatim: true };
  }

  #at(key: string, time: number, run: () => void): void {
    const { clock } = this.#parts.engine;
    this.#timers.set(
      key,
      clock.after(time - clock.now(), () => {
        this.#timers.delete(key);
        run();
      }),
    );
  }
}
