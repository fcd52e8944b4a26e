import type { Endpoint } from './endpoint.ts';
import { type SendWakes, wakeOf } from './wake.ts';

export type SweepPorts = {
  now(): Date;
  endpoints(): Promise<Endpoint[]>;
  /** The endpoints that are due for a visit. */
  dueEndpoints(now: Date): Promise<Endpoint[]>;
  wake: SendWakes;
};

/** What nobody says is due may be left of an earlier release, or of an event that could not be taken in. */
const isTimeForAll = (now: Date): boolean => now.getUTCMinutes() === 0;

/** Wakes the endpoints that are due: for retries, and after visits that did not end. Once an hour, all of them. */
export const sweep = (ports: SweepPorts) => async (): Promise<void> => {
  const now = ports.now();
  const due = isTimeForAll(now) ? await ports.endpoints() : await ports.dueEndpoints(now);
  await ports.wake(due.map(wakeOf));
};
