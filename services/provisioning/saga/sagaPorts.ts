import type { Saga, SagaStart, SagaSubject } from './defineSaga.ts';
import type { ExecutionList } from './sagaPages.ts';
import type { HistoryEvent } from './sagaSteps.ts';
import type { Execution } from './sagaView.ts';

/** The executions of one saga. */
export type SagaExecutions<Input extends SagaSubject = SagaSubject> = {
  describe(name: string): Promise<Execution | undefined>;
  /** Undefined when no list of this status ended at `after`. */
  list: ExecutionList;
  /** Oldest first. */
  history(name: string): Promise<HistoryEvent[]>;
  /** Starts a run under this name; false when another one has it. */
  start(name: string, input: SagaStart<Input>): Promise<boolean>;
};

/** A saga with its executions. */
export type SagaPorts<Input extends SagaSubject = SagaSubject> = SagaExecutions<Input> & {
  saga: Saga<Input>;
};
