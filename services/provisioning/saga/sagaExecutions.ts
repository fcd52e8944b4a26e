import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';

import { valueWhen } from '#shared/errors.ts';
import type { SagaSubject } from './defineSaga.ts';
import { sagaHistory } from './sagaHistory.ts';
import type { SagaExecutions } from './sagaPorts.ts';
import type { Execution } from './sagaView.ts';

const Listed = z
  .array(z.object({ name: z.string(), startDate: z.date() }))
  .transform((all) => all.map(({ name, startDate }) => ({ name, startedAt: startDate })));

const Described = z.object({
  name: z.string(),
  status: z.string(),
  startDate: z.date(),
  stopDate: z.date().optional(),
  input: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const noSuchToken = valueWhen(undefined, 'InvalidToken');
const nameUsed = valueWhen(false, 'ExecutionAlreadyExists');
const noSuchExecution = valueWhen(undefined, 'ExecutionDoesNotExist');

/** Executions of one state machine. */
export const sagaExecutions = <Input extends SagaSubject>(
  client: SFNClient,
  stateMachineArn: string,
): SagaExecutions<Input> => {
  const arnOf = (name: string) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

  const describe = async (name: string): Promise<Execution | undefined> => {
    const describing = client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
    const answer = await describing.catch(noSuchExecution);
    if (!answer) return undefined;
    const { startDate: startedAt, stopDate: stoppedAt, ...rest } = Described.parse(answer);
    return { ...rest, startedAt, stoppedAt, error: rest.error, cause: rest.cause };
  };

  return {
    describe,
    history: (name) => sagaHistory(client, arnOf(name)),
    async list(status, { limit: maxResults, after: nextToken }) {
      const statusFilter = status === 'ANY' ? undefined : status;
      const list = { stateMachineArn, statusFilter, maxResults, nextToken };
      const answer = await client.send(new ListExecutionsCommand(list)).catch(noSuchToken);
      return answer && { executions: Listed.parse(answer.executions), next: answer.nextToken };
    },
    async start(name, input) {
      const start = new StartExecutionCommand({
        stateMachineArn,
        name,
        input: JSON.stringify({ ...input, results: {} }),
      });
      return client.send(start).then(() => true, nameUsed);
    },
  };
};
