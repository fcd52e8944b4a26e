import type { SagaExecutions } from './sagaPorts.ts';
import { type Execution, replayName } from './sagaView.ts';

/** All runs of one registration's saga, oldest first. */
export const runsOf = async (
  ports: Pick<SagaExecutions, 'describe'>,
  eventId: string,
): Promise<Execution[]> => {
  const runs: Execution[] = [];
  for (;;) {
    const run = await ports.describe(replayName(eventId, runs.length));
    if (!run) return runs;
    runs.push(run);
  }
};

/** Whether every run had ended before this time: none of them can still use what it has made. */
export const allEnded = (runs: readonly Execution[], before: Date): boolean =>
  runs.every(
    ({ status, stoppedAt }) =>
      status !== 'RUNNING' && stoppedAt !== undefined && stoppedAt <= before,
  );
