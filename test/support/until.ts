import { setTimeout as pause } from 'node:timers/promises';

/** Longer than anything takes that tests wait for. */
const PATIENCE_MS = 90_000;

/** Waits for what comes in its own time; throws, with what was missing, when it does not come. */
export const until = async (
  isSo: () => boolean | Promise<boolean>,
  missing: () => unknown = () => 'what was waited for',
): Promise<void> => {
  const latest = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > latest) throw new Error(`never came: ${missing()}`);
    await pause(50);
  }
};
