import { type Clock, systemClock } from '../../../engine/kernel/clock.ts';

/**
 * An engine's clock that tests set: real time, moved by some milliseconds, or standing still. Its
 * timers stay real, and so is the time of the functions, which have clocks of their own.
 */
export const settableClock = () => {
  let moved = 0;
  let still: number | undefined;
  const clock: Clock = {
    now: () => (still ?? systemClock.now()) + moved,
    after: (milliseconds, run) => systemClock.after(milliseconds, run),
  };
  return {
    clock,
    move: (milliseconds: number) => {
      moved += milliseconds;
    },
    stop: () => {
      still = systemClock.now();
    },
    /** Runs something while the clock says another time. */
    async during<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
      moved += milliseconds;
      try {
        return await run();
      } finally {
        moved -= milliseconds;
      }
    },
  };
};
