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
