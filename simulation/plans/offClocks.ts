import { chanceOf } from '../world/seededRandom.ts';
import type { Plan } from './plan.ts';

const HOUR = 3_600_000;

/** How often a clock steps: at one call in so many, and how far at most, ahead or back. */
const ONE_IN = 12;
const FURTHEST = 6 * HOUR;
/** A step is a few minutes, or hours: its third power makes both likely. */
const between = (chance: number): number => Math.round(FURTHEST * (2 * chance - 1) ** 3);

/** The same plan, in which the clock of each process steps by hours, in both directions, at any call. */
export const withOffClocks = (seed: number, plan: Plan): Plan => ({
  ...plan,
  skewFrom(place, occurrence) {
    const steps = chanceOf(seed, `clock steps at ${place} ${occurrence}`) * ONE_IN < 1;
    return steps ? between(chanceOf(seed, `clock of ${place} ${occurrence}`)) : undefined;
  },
});
