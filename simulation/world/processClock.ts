import { AsyncLocalStorage } from 'node:async_hooks';

/** A process whose clock is so many milliseconds ahead of the time, or behind it. */
export type OffClock = { skew: number };

const running = new AsyncLocalStorage<OffClock>();

/** Runs what a process does by the clock that it has. */
export const byClockOf = <T>(process: OffClock, run: () => T): T => running.run(process, run);

/** How far the clock of the process is off that runs at the moment. */
export const skewNow = (): number => running.getStore()?.skew ?? 0;
