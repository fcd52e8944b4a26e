import { AwsError } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';
import { Turns } from '../../kernel/turns.ts';
import { arnOfExecution } from './arns.ts';
import { evaluator } from './definition/expression.ts';
import { ExecutionStore } from './executionStore.ts';
import type { MachineStore } from './machineStore.ts';
import type { Ending, Execution, Position, StateMachine } from './records.ts';
import { ExecutionRun } from './run/executionRun.ts';
import { Step } from './run/step.ts';

/** For how long after its end an execution keeps its name: AWS's 90 days. */
const NAME_KEPT_MS = 90 * 24 * 3_600_000;

/** What StartExecution asks for. */
export type Start = { name: string; input: string; traceHeader?: string | undefined };

/** All executions of the engine; only the running ones are in memory. */
export class Executions {
  readonly store: ExecutionStore;
  readonly #engine: Engine;
  readonly #machines: MachineStore;
  readonly #evaluate;
  readonly #runs = new Map<string, ExecutionRun>();
  readonly #turns = new Turns();
  #started = false;

  constructor(engine: Engine, machines: MachineStore) {
    this.#engine = engine;
    this.#machines = machines;
    this.#evaluate = evaluator(engine);
    this.store = new ExecutionStore(engine.store);
  }

  /** Takes up every running execution where its last stored transition left it. */
  async start(): Promise<void> {
    this.#started = true;
    for (const arn of await this.store.running()) {
      try {
        const run = await this.#turns.take(arn, () => this.#runOf(arn));
        run?.resume();
      } catch (error) {
        this.#engine.log.problem(`execution ${arn} cannot go on`, error);
      }
    }
  }

  async stop(): Promise<void> {
    this.#started = false;
    await Promise.all([...this.#runs.values()].map((run) => run.stop()));
    this.#runs.clear();
  }

  /**
   * Starts an execution, once it is stored. The same name and input answer the running execution;
   * any other use of a name within 90 days of its end throws ExecutionAlreadyExists.
   */
  begin(machine: StateMachine, start: Start): Promise<Execution> {
    const arn = arnOfExecution(machine.stateMachineArn, start.name);
    return this.#turns.take(arn, async () => {
      const taken = await this.store.find(arn);
      if (taken?.status === 'RUNNING' && taken.input === start.input) return taken;
      if (taken && !this.#expired(taken)) {
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      return this.#beginNew(machine, { ...start, arn, expired: taken });
    });
  }

  /** Ends a running execution from outside; undefined when it is not running. */
  async end(arn: string, ending: Ending): Promise<Execution | undefined> {
    const run = await this.#turns.take(arn, () => this.#runOf(arn));
    return run?.end(ending);
  }

  #expired({ status, stopDate }: Execution): boolean {
    return status !== 'RUNNING' && (stopDate ?? 0) + NAME_KEPT_MS <= this.#engine.clock.now();
  }

  async #beginNew(
    machine: StateMachine,
    { arn, expired, ...start }: Start & { arn: string; expired: Execution | undefined },
  ): Promise<Execution> {
    const { stateMachineArn, name: stateMachineName, definitionId, roleArn } = machine;
    const execution: Execution = {
      ...start,
      executionArn: arn,
      stateMachineArn,
      stateMachineName,
      definitionId,
      roleArn,
      status: 'RUNNING',
      startDate: this.#engine.clock.now(),
    };
    const { position, events } = await this.#firstStep(execution);
    await this.store.begin({ execution, position, events }, expired);
    const run = await this.#build(execution, position);
    if (this.#started) run.resume();
    return execution;
  }

  async #firstStep(execution: Execution): Promise<Step> {
    const machine = await this.#machines.parsed(execution.definitionId);
    const { random } = this.#engine;
    const now = execution.startDate;
    const context = { execution, machine, evaluate: this.#evaluate, random, now };
    const step = new Step(context, { lastEventId: 0, threads: [] });
    const { input, roleArn } = execution;
    step.recordAfter(0, 'ExecutionStarted', {
      name: 'executionStartedEventDetails',
      value: { input, inputDetails: { truncated: false }, roleArn },
    });
    step.position.threads.push({
      id: '0',
      inside: [],
      state: machine.StartAt,
      input: JSON.parse(input),
      variables: {},
      phase: { kind: 'enter' },
      enteredAt: now,
      enteredEventId: 0,
      lastEventId: 0,
      retryCount: 0,
      retries: [],
    });
    return step;
  }

  async #runOf(arn: string): Promise<ExecutionRun | undefined> {
    const known = this.#runs.get(arn);
    if (known) return known;
    const execution = await this.store.find(arn);
    const position = await this.store.position(arn);
    return execution && position && this.#build(execution, position);
  }

  async #build(execution: Execution, position: Position): Promise<ExecutionRun> {
    const arn = execution.executionArn;
    const parts = {
      engine: this.#engine,
      evaluate: this.#evaluate,
      store: this.store,
      machine: await this.#machines.parsed(execution.definitionId),
      ended: () => void this.#runs.delete(arn),
    };
    const run = new ExecutionRun(parts, execution, position);
    this.#runs.set(arn, run);
    return run;
  }
}
