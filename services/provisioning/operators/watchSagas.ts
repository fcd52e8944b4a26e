import type { Measure } from '#shared/measure.ts';
import { beganAt, type Execution } from '../saga/sagaView.ts';

export type WatchPorts = {
  /** The oldest runs that have not ended, by when they were started, oldest first; at most so many. */
  oldestRunning(most: number): Promise<{ name: string; startedAt: Date }[]>;
  describe(name: string): Promise<Execution | undefined>;
  measure: Measure;
  now(): Date;
};

/** Looked at one after the other, so that a watch takes few of the calls that an account has. */
const MOST = 100;

const secondsBetween = (since: Date, now: Date): number =>
  Math.max(0, now.getTime() - since.getTime()) / 1_000;

/**
 * Says how long the saga's longest run goes on since it could begin; a run that waits for something has no other
 * sign. Of a long queue of runs that wait for their start only the oldest are looked at: one of the others that
 * hangs is seen once those before it have ended.
 */
export const watchSagas =
  ({ oldestRunning, describe, measure, now }: WatchPorts) =>
  async () => {
    let seconds = 0;
    for (const { name, startedAt } of await oldestRunning(MOST)) {
      // Those that follow were started later, and so cannot go on for longer.
      if (secondsBetween(startedAt, now()) <= seconds) break;
      const run = await describe(name);
      if (run?.status !== 'RUNNING') continue;
      seconds = Math.max(seconds, secondsBetween(beganAt(run), now()));
    }
    measure('LongestSaga', seconds);
    return { seconds };
  };
