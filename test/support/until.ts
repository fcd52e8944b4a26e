import { setTimeout as pause } from 'node:timers/promises';

/** Waits for what comes in its own time; a test's own timeout is the limit. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await pause(50);
};
