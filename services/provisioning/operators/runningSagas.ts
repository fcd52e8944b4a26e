import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import type { WatchPorts } from './watchSagas.ts';

const PAGE = 1_000;

/** Reads from Step Functions when the oldest running execution of a state machine began. */
export const runningSagas =
  (client: SFNClient, stateMachineArn: string): WatchPorts['oldestRunning'] =>
  async () => {
    const running = { stateMachineArn, statusFilter: 'RUNNING', maxResults: PAGE } as const;
    let oldest: Date | undefined;
    for await (const { executions = [] } of paginateListExecutions({ client }, running)) {
      // Newest first, so that the last one of the last page is the oldest.
      oldest = executions.at(-1)?.startDate ?? oldest;
    }
    return oldest;
  };
