import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import type { WatchPorts } from './watchSagas.ts';

const PAGE = 1_000;

/** Reads from Step Functions which executions of a state machine have been running for longest. */
export const runningSagas =
  (client: SFNClient, stateMachineArn: string): WatchPorts['oldestRunning'] =>
  async (most) => {
    const running = { stateMachineArn, statusFilter: 'RUNNING', maxResults: PAGE } as const;
    let oldest: { name: string; startedAt: Date }[] = [];
    for await (const { executions = [] } of paginateListExecutions({ client }, running)) {
      const page = executions.flatMap(({ name, startDate: startedAt }) =>
        name !== undefined && startedAt ? [{ name, startedAt }] : [],
      );
      // Newest first, so that the last ones of the last pages are the oldest.
      oldest = [...oldest, ...page].slice(-most);
    }
    return oldest.reverse();
  };
