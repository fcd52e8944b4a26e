import { z } from 'zod';
import { JsonValue } from '../../kernel/json.ts';

const Data = z.record(z.string(), JsonValue);

/** A state machine as stored; times here and below are epoch milliseconds. */
export const StateMachine = z.object({
  stateMachineArn: z.string(),
  name: z.string(),
  roleArn: z.string(),
  definition: z.string(),
  /** Names the stored definition that executions of this revision run. */
  definitionId: z.string(),
  creationDate: z.number(),
  revisionId: z.string().optional(),
  loggingConfiguration: Data.optional(),
  tracingConfiguration: Data.optional(),
  encryptionConfiguration: Data.optional(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
});
export type StateMachine = z.infer<typeof StateMachine>;

export const ExecutionStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
export type ExecutionStatus = z.infer<typeof ExecutionStatus>;

/** An execution, running or finished. It keeps to the definition and role that it started with. */
export const Execution = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  stateMachineName: z.string(),
  name: z.string(),
  definitionId: z.string(),
  roleArn: z.string(),
  status: ExecutionStatus,
  startDate: z.number(),
  stopDate: z.number().optional(),
  input: z.string(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  traceHeader: z.string().optional(),
});
export type Execution = z.infer<typeof Execution>;

const Phase = z.discriminatedUnion('kind', [
  /** About to enter its state. */
  z.object({ kind: z.literal('enter') }),
  /** Its task runs; `scheduledEventId` tells this attempt from every other one. */
  z.object({
    kind: z.literal('task'),
    scheduledEventId: z.number(),
    resource: z.string(),
    deadline: z.number().optional(),
  }),
  z.object({ kind: z.literal('wait'), until: z.number() }),
  /** Waits for its next attempt. */
  z.object({ kind: z.literal('backoff'), until: z.number() }),
  /** Its branches or items run, each a thread of its own. */
  z.object({
    kind: z.literal('branches'),
    startedEventId: z.number(),
    inputs: z.array(JsonValue),
    items: z.array(JsonValue).optional(),
    started: z.number(),
    atOnce: z.number(),
    outputs: z.record(z.string(), JsonValue),
  }),
]);
export type Phase = z.infer<typeof Phase>;

/** One line of control: the machine itself, a branch of a Parallel or an item of a Map. */
export const Thread = z.object({
  /** `0` is the machine; `0.2` the third branch or item of the state that it is in. */
  id: z.string(),
  /** Which states it runs: from the outermost, each state and the number of its sub-machine. */
  inside: z.array(z.object({ state: z.string(), branch: z.number() })),
  item: z.object({ Index: z.number(), Value: JsonValue }).optional(),
  state: z.string(),
  input: JsonValue,
  variables: Data,
  phase: Phase,
  enteredAt: z.number(),
  enteredEventId: z.number(),
  lastEventId: z.number(),
  /** Attempts made beyond the first, in all and per entry of Retry. */
  retryCount: z.number(),
  retries: z.array(z.number()),
});
export type Thread = z.infer<typeof Thread>;

/** Where a running execution stands; gone once it has ended. */
export const Position = z.object({ lastEventId: z.number(), threads: z.array(Thread) });
export type Position = z.infer<typeof Position>;

/** One event of a history. `detailsName` is the member that AWS puts the details in. */
export const HistoryEvent = z.object({
  id: z.number(),
  previousEventId: z.number(),
  timestamp: z.number(),
  type: z.string(),
  detailsName: z.string().optional(),
  details: Data.optional(),
});
export type HistoryEvent = z.infer<typeof HistoryEvent>;

/** How an execution ended. */
export type Ending = {
  status: Exclude<ExecutionStatus, 'RUNNING'>;
  output?: string;
  error?: string | undefined;
  cause?: string | undefined;
};
