import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import type { Measure } from '#shared/measure.ts';

export type WatchPorts = {
  /** When the oldest run began that has not ended; undefined when none is running. */
  oldestRunning(): Promise<Date | undefined>;
  measure: Measure;
  now(): Date;
};

/** Says how long the saga's oldest run goes on; a run that waits for something has no other sign. */
export const watchSagas =
  ({ oldestRunning, measure, now }: WatchPorts) =>
  async () => {
    const since = await oldestRunning();
    const seconds = since ? (now().getTime() - since.getTime()) / 1_000 : 0;
    measure('LongestSaga', seconds);
    return { seconds };
  };

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
