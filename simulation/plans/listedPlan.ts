import type { Mishap, Plan } from './plan.ts';
import { latencyIn } from './randomPlan.ts';

/** What a listed plan consists of: mishaps, and writes after which the engine ends. */
export type Listed = {
  limits: boolean;
  mailsADay?: number | undefined;
  mishaps: readonly Mishap[];
  crashes: readonly number[];
  beginsAfter: number;
  repairAfter: number;
};

/** A plan of exactly these mishaps, at the pace of a seed. */
export const listedPlan = (seed: number, { mishaps, crashes, ...times }: Listed): Plan => ({
  ...times,
  isDry: () => false,
  latencyOf: latencyIn(seed, times.limits),
  fateOf: (place, occurrence) =>
    mishaps.find(
      (mishap) =>
        mishap.place === place &&
        occurrence >= mishap.occurrence &&
        occurrence < mishap.occurrence + mishap.times,
    )?.fate,
  crashesAfter: (write) => crashes.includes(write),
});
