import { busTail, type TailedEvent, type TailFilter } from '../client/busTail.ts';
import type { Connected } from './session.ts';

/** Ctrl-C and an ended pipe: both end the command, which then takes away what it made. */
const stopping = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort());
  }
  process.stdout.once('error', () => stop.abort());
  return stop.signal;
};

/** Which events are followed, until how many there were, and what is done with each. */
export type Following = TailFilter & {
  count: number;
  /** What is noted once the bus is listened to. */
  says: string;
  take(event: TailedEvent, signal: AbortSignal): Promise<void> | void;
};

const follow = async (
  bus: ReturnType<typeof busTail>,
  { count, take }: Following,
  signal: AbortSignal,
): Promise<void> => {
  let left = count;
  while (left > 0 && !signal.aborted) {
    const events = (await bus.next(signal)).slice(0, left);
    for (const event of events) await take(event, signal);
    left -= events.length;
  }
};

/**
 * Takes events of the bus, one after the other, until there were enough or the command is told to stop. The
 * rule and the queue that it listens by are taken away at the end.
 */
export const following = async (to: Connected, wanted: Following): Promise<void> => {
  const signal = stopping();
  const bus = busTail(to.outputs, wanted);
  try {
    await bus.open();
    to.terminal.note(wanted.says);
    await follow(bus, wanted, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await bus.close();
  }
};
