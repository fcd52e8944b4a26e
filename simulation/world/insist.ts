import { sleep } from '#engine';
import type { World } from './world.ts';

/** Longer than API Gateway waits for a function. */
const PATIENCE_MS = 35_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Asks until there is a last word, as people do; `ask` answers whether it has heard it. */
export const insist = async (world: World, ask: () => Promise<boolean>): Promise<void> => {
  const { time } = world.parts;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const late = sleep(time, PATIENCE_MS).then(() => false);
    const told = world.isDown ? late : Promise.race([ask(), late]);
    if (await told.catch(() => false)) return;
    await sleep(time, pause);
  }
};
