import type { Store, Write } from '../../kernel/store.ts';
import { Execution, type ExecutionStatus, HistoryEvent, Position } from './records.ts';

const SEPARATOR = '\u0001';
const EVERY_STATUS = '*';

/** What ListExecutions tells of one execution. */
const ExecutionSummary = Execution.pick({
  executionArn: true,
  stateMachineArn: true,
  name: true,
  status: true,
  startDate: true,
  stopDate: true,
});

const rowPrefix = (machineArn: string, status: ExecutionStatus | undefined): string =>
  [machineArn, status ?? EVERY_STATUS, ''].join(SEPARATOR);

const rowKey = (execution: Execution, status: ExecutionStatus | undefined): string => {
  const time = String(execution.startDate).padStart(15, '0');
  return rowPrefix(execution.stateMachineArn, status) + time + SEPARATOR + execution.name;
};

const historyPrefix = (executionArn: string): string => executionArn + SEPARATOR;

const eventKey = (executionArn: string, id: number): string =>
  historyPrefix(executionArn) + String(id).padStart(5, '0');

const collections = (store: Store) => ({
  executions: store.collection('states.executions', Execution),
  positions: store.collection('states.positions', Position),
  history: store.collection('states.history', HistoryEvent),
  rows: store.collection('states.executionRows', ExecutionSummary),
});

/** The change that one transition of an execution makes. */
export type Transition = { execution: Execution; position: Position; events: HistoryEvent[] };

/** Executions, where the running ones stand, their histories, and lists by time and status. */
export class ExecutionStore {
  readonly #store: Store;
  readonly #in: ReturnType<typeof collections>;

  constructor(store: Store) {
    this.#store = store;
    this.#in = collections(store);
  }

  find(arn: string): Promise<Execution | undefined> {
    return this.#in.executions.get(arn);
  }

  position(arn: string): Promise<Position | undefined> {
    return this.#in.positions.get(arn);
  }

  /** The ARNs of all running executions. */
  async running(): Promise<string[]> {
    return (await this.#in.positions.list()).map(({ key }) => key);
  }

  /** Newest first. `before` is the key of the last one seen. */
  list(
    machineArn: string,
    page: { status: ExecutionStatus | undefined; limit: number; before?: string },
  ) {
    const { status, ...range } = page;
    return this.#in.rows.list({ ...range, prefix: rowPrefix(machineArn, status), reverse: true });
  }

  /** In the order of their ids, or the other way round. `from` is the first id wanted. */
  history(arn: string, page: { from: number; limit: number; reverse: boolean }) {
    const { from, limit, reverse } = page;
    const range = reverse
      ? { before: eventKey(arn, from + 1) }
      : { after: eventKey(arn, from - 1) };
    return this.#in.history.list({ ...range, prefix: historyPrefix(arn), limit, reverse });
  }

  /** Stores a new execution in the place of an expired one of the same name, all or nothing. */
  async begin(first: Transition, expired: Execution | undefined): Promise<void> {
    const cleared = expired ? await this.#clearing(expired) : [];
    await this.#store.batch([
      ...cleared,
      ...this.#writes(first),
      ...this.#listing(first.execution),
    ]);
  }

  /** Stores one transition, all or nothing. One that ends the execution forgets its position. */
  async commit(transition: Transition): Promise<void> {
    const { execution } = transition;
    const ended = execution.status !== 'RUNNING';
    await this.#store.batch([
      ...this.#writes(transition),
      ...(ended ? this.#ending(execution) : []),
    ]);
  }

  #writes({ execution, position, events }: Transition): Write[] {
    const arn = execution.executionArn;
    return [
      this.#in.positions.putting(arn, position),
      ...events.map((event) => this.#in.history.putting(eventKey(arn, event.id), event)),
    ];
  }

  #listing(execution: Execution): Write[] {
    const summary = ExecutionSummary.parse(execution);
    return [
      this.#in.executions.putting(execution.executionArn, execution),
      this.#in.rows.putting(rowKey(execution, undefined), summary),
      this.#in.rows.putting(rowKey(execution, execution.status), summary),
    ];
  }

  #ending(execution: Execution): Write[] {
    return [
      ...this.#listing(execution),
      this.#in.rows.deleting(rowKey(execution, 'RUNNING')),
      this.#in.positions.deleting(execution.executionArn),
    ];
  }

  async #clearing(execution: Execution): Promise<Write[]> {
    const events = await this.#in.history.list({ prefix: historyPrefix(execution.executionArn) });
    return [
      ...events.map(({ key }) => this.#in.history.deleting(key)),
      this.#in.rows.deleting(rowKey(execution, undefined)),
      this.#in.rows.deleting(rowKey(execution, execution.status)),
    ];
  }
}
