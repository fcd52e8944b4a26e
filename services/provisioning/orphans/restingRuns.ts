import type { Execution } from '../saga/sagaView.ts';

/** Whether every run had ended before this time: none of them can still use what it has made. */
export const allEnded = (runs: readonly Execution[], before: Date): boolean =>
  runs.every(
    ({ status, stoppedAt }) =>
      status !== 'RUNNING' && stoppedAt !== undefined && stoppedAt <= before,
  );
