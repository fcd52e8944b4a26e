import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { unless } from '#shared/errors.ts';
import type { StartPorts } from './startOnboarding.ts';

/** Starts executions of one state machine. */
export const sagaExecutions =
  (client: SFNClient, stateMachineArn: string): StartPorts['start'] =>
  async (name, input) => {
    const start = new StartExecutionCommand({
      stateMachineArn,
      name,
      input: JSON.stringify({ ...input, results: {} }),
    });
    await client.send(start).catch(unless('ExecutionAlreadyExists'));
  };
