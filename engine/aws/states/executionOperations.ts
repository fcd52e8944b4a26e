import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import { parseJson } from '../../kernel/json.ts';
import { executionArn, stateMachineArn, validName } from './arns.ts';
import type { Executions } from './executions.ts';
import { machineOf } from './machineOperations.ts';
import type { MachineStore } from './machineStore.ts';
import { keyIn, limitOf, pageFields, pageOf } from './page.ts';
import { type Execution, ExecutionStatus } from './records.ts';
import { MOST_BYTES } from './run/step.ts';

/** What the operations on executions stand on. */
export type ExecutionParts = { engine: Engine; machines: MachineStore; executions: Executions };

const Start = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
});

const ByArn = z.object({ executionArn: z.string() });

const Stop = z.object({
  executionArn: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

const List = z.object({
  stateMachineArn: z.string(),
  statusFilter: ExecutionStatus.optional(),
  ...pageFields,
  mapRunArn: z.undefined('the local engine has no map runs').optional(),
  redriveFilter: z.undefined('the local engine does not support redriveFilter').optional(),
});

const checkInput = (input: string): void => {
  if (Buffer.byteLength(input) > MOST_BYTES) {
    const message = `Invalid State Machine Execution Input: 'it is longer than ${MOST_BYTES} bytes'`;
    throw new AwsError('InvalidExecutionInput', message);
  }
  try {
    parseJson(input);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  }
};

const start = (parts: ExecutionParts) => async (input: z.infer<typeof Start>) => {
  const machine = await machineOf(parts.machines, input.stateMachineArn);
  const name = validName(input.name ?? parts.engine.random.uuid());
  checkInput(input.input);
  const { traceHeader } = input;
  const execution = await parts.executions.begin(machine, {
    name,
    input: input.input,
    ...(traceHeader !== undefined && { traceHeader }),
  });
  return { executionArn: execution.executionArn, startDate: execution.startDate / 1_000 };
};

/** The execution of an ARN. Throws InvalidArn or ExecutionDoesNotExist. */
export const executionOf = async (executions: Executions, arn: string): Promise<Execution> => {
  const execution = await executions.store.find(executionArn(arn));
  if (execution) return execution;
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
};

const datesOf = ({ startDate, stopDate }: Pick<Execution, 'startDate' | 'stopDate'>) => ({
  startDate: startDate / 1_000,
  ...(stopDate !== undefined && { stopDate: stopDate / 1_000 }),
});

const describe = (parts: ExecutionParts) => async (input: z.infer<typeof ByArn>) => {
  const execution = await executionOf(parts.executions, input.executionArn);
  const { stateMachineName: _, definitionId: __, roleArn: ___, ...told } = execution;
  return {
    ...told,
    ...datesOf(execution),
    inputDetails: { included: true },
    ...(execution.output !== undefined && { outputDetails: { included: true } }),
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'the local engine does not redrive executions',
  };
};

const describeMachine = (parts: ExecutionParts) => async (input: z.infer<typeof ByArn>) => {
  const execution = await executionOf(parts.executions, input.executionArn);
  return {
    stateMachineArn: execution.stateMachineArn,
    name: execution.stateMachineName,
    definition: await parts.machines.definition(execution.definitionId),
    roleArn: execution.roleArn,
    updateDate: execution.startDate / 1_000,
  };
};

const list = (parts: ExecutionParts) => async (input: z.infer<typeof List>) => {
  await machineOf(parts.machines, stateMachineArn(input.stateMachineArn));
  const limit = limitOf(input.maxResults);
  const before = keyIn(input.nextToken);
  const found = await parts.executions.store.list(input.stateMachineArn, {
    status: input.statusFilter,
    limit: limit + 1,
    ...(before !== undefined && { before }),
  });
  const { page, token } = pageOf(found, limit);
  const executions = page.map(({ value }) => ({ ...value, ...datesOf(value), redriveCount: 0 }));
  return { executions, ...token };
};

const stop = (parts: ExecutionParts) => async (input: z.infer<typeof Stop>) => {
  const { executionArn: arn, error, cause } = input;
  const before = await executionOf(parts.executions, arn);
  const ended = await parts.executions.end(arn, { status: 'ABORTED', error, cause });
  const { stopDate } = ended ?? before;
  return { stopDate: (stopDate ?? parts.engine.clock.now()) / 1_000 };
};

/** Executions: StartExecution answers once the execution is stored. */
export const executionOperations = (parts: ExecutionParts): Record<string, Operation> => ({
  StartExecution: operation(Start, start(parts)),
  DescribeExecution: operation(ByArn, describe(parts)),
  DescribeStateMachineForExecution: operation(ByArn, describeMachine(parts)),
  ListExecutions: operation(List, list(parts)),
  StopExecution: operation(Stop, stop(parts)),
});
