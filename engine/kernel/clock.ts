/** A pending callback; `cancel` is safe to call twice and after it has run. */
export type Timer = { cancel(): void };

/** The one source of time and scheduling in the engine. Times are epoch milliseconds. */
export type Clock = {
  now(): number;
  after(milliseconds: number, run: () => void): Timer;
};

const LONGEST_TIMEOUT = 2 ** 31 - 1;

const armed = (milliseconds: number, run: () => void): Timer => {
  let handle: NodeJS.Timeout;
  const arm = (left: number): void => {
    const step = Math.min(Math.max(left, 0), LONGEST_TIMEOUT);
    handle = setTimeout(() => (left > step ? arm(left - step) : run()), step);
    handle.unref();
  };
  arm(milliseconds);
  return { cancel: () => clearTimeout(handle) };
};

/** Real time. Its timers never keep the process alive. */
export const systemClock: Clock = { now: () => Date.now(), after: armed };

/** Waits on the given clock. */
export const sleep = (clock: Clock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
