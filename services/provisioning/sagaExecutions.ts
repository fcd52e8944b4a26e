import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionStatus,
  InvalidToken,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { isNamed } from '#shared/errors.ts';
import type { SagaStart } from './sagaState.ts';
import type { SagaPorts } from './sagas.ts';
import type { Execution } from './sagaView.ts';

const FILTERS = {
  running: ExecutionStatus.RUNNING,
  succeeded: ExecutionStatus.SUCCEEDED,
  failed: ExecutionStatus.FAILED,
} as const;

const Described = z.object({
  name: z.string(),
  status: z.string(),
  startDate: z.date(),
  stopDate: z.date().optional(),
  input: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const noSuchToken = (error: unknown): undefined => {
  if (!(error instanceof InvalidToken)) throw error;
};

const nameUsed = (error: unknown): false => {
  if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
  return false;
};

/** Executions of one state machine. */
export const sagaExecutions = (client: SFNClient, stateMachineArn: string): SagaPorts => {
  const arnOf = (name: string) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

  const describe = async (name: string): Promise<Execution | undefined> => {
    try {
      const answer = await client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
      const { startDate: startedAt, stopDate: stoppedAt, ...rest } = Described.parse(answer);
      return { ...rest, startedAt, stoppedAt, error: rest.error, cause: rest.cause };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  };

  return {
    describe,
    async list({ status, limit: maxResults, after: nextToken }) {
      const statusFilter = status && FILTERS[status];
      const list = { stateMachineArn, statusFilter, maxResults, nextToken };
      const answer = await client.send(new ListExecutionsCommand(list)).catch(noSuchToken);
      if (!answer) return undefined;
      const names = answer.executions?.flatMap(({ name }) => name ?? []) ?? [];
      const described = await Promise.all(names.map(describe));
      return { executions: described.filter((each) => each !== undefined), next: answer.nextToken };
    },
    async start(name: string, input: SagaStart) {
      const start = new StartExecutionCommand({
        stateMachineArn,
        name,
        input: JSON.stringify({ ...input, results: {} }),
      });
      return client.send(start).then(() => true, nameUsed);
    },
  };
};
