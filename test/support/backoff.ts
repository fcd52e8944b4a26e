const FIRST_MS = 1_000;
const LONGEST_MS = 20_000;

/** Exponential backoff with full jitter, as the AWS SDKs do it: how long to wait after so many tries. */
export const backoff =
  (chance: () => number) =>
  (repeated: number): number =>
    chance() * Math.min(LONGEST_MS, FIRST_MS * 2 ** repeated);
