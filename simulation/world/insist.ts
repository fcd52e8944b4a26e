import { sleep } from '#engine';
import type { World } from './world.ts';

/** Longer than API Gateway waits for a function. */
const PATIENCE_MS = 35_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Asks, and waits as long as people do; `ask` answers whether it has heard the last word. */
export const askOnce = async (world: World, ask: () => Promise<boolean>): Promise<boolean> => {
  const late = sleep(world.parts.time, PATIENCE_MS).then(() => false);
  const told = world.isDown ? late : Promise.race([ask(), late]);
  return told.catch(() => false);
};

/** Asks until there is a last word. */
export const insist = async (world: World, ask: () => Promise<boolean>): Promise<void> => {
  const { time } = world.parts;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    if (await askOnce(world, ask)) return;
    await sleep(time, pause);
  }
};
