import { setTimeout as pause } from 'node:timers/promises';

/** Longer than anything takes that tests wait for. */
const PATIENCE_MS = 90_000;

/** Looking costs what is looked at as much as working does: each next look comes a little later. */
const FIRST_WAIT_MS = 40;
const LAST_WAIT_MS = 400;

/** Waits for what comes in its own time; throws, with what was missing, when it does not come. */
export const until = async (
  isSo: () => boolean | Promise<boolean>,
  missing: () => unknown = () => 'what was waited for',
): Promise<void> => {
  const latest = Date.now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; !(await isSo()); wait = Math.min(wait * 1.5, LAST_WAIT_MS)) {
    if (Date.now() > latest) throw new Error(`never came: ${missing()}`);
    await pause(wait);
  }
};
