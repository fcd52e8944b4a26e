import { chanceOf, pick } from '../world/seededRandom.ts';
import { type EventFate, eventFates, type Fate, fates, type Plan } from './plan.ts';

const MINUTE = 60_000;

/** What can happen to calls of AWS's services among themselves: none of them has a process to lose. */
const serviceFates: readonly Fate[] = ['failed', 'lost', 'throttled', 'silent'];

const SELDOM_SLOW = 0.02;

/** A call takes 1 to 25 ms, seldom up to 2.5 s. */
export const latencyIn = (seed: number) => (place: string, occurrence: number) => {
  const chance = chanceOf(seed, `latency ${place} ${occurrence}`);
  return chance < SELDOM_SLOW ? 2_500 * (chance / SELDOM_SLOW) + 1 : 1 + 24 * chance;
};

/** What may happen at a place. Lambda itself delivers without a time limit, so nothing is lost there. */
export const fatesAt = (place: string): readonly (Fate | EventFate)[] => {
  if (/^events (invokes|queues) /.test(place)) return [...serviceFates, ...eventFates];
  if (place.startsWith('lambda ')) return ['failed', 'throttled'];
  if (/^(states|api|events) /.test(place)) return serviceFates;
  return fates;
};

/** How badly things go in a run. */
const RATES = [0, 0.005, 0.02, 0.06, 0.15];
const CRASHES = [0, 0, 0, 0.0015, 0.006];
const REPAIRS = [MINUTE / 2, MINUTE, MINUTE, 3 * MINUTE, 15 * MINUTE];
/** Some runs begin with a sweep of orphans. */
const BEGINS = [7, 19, 31, 43, 60];
const OUTAGES = [0, 0, 0, 0.02, 0.08];

/** Mishaps by chance: all of it follows from the seed, each question by itself. */
export const randomPlan = (seed: number): Plan => {
  const chance = (question: string) => chanceOf(seed, question);
  const rate = pick(RATES, chance('rate'));
  const crashes = pick(CRASHES, chance('crashes'));
  const outages = pick(OUTAGES, chance('outages'));
  const beginsAfter = MINUTE * pick(BEGINS, chance('begin'));
  const repairAfter = pick(REPAIRS, chance('repair'));
  const deniedFrom = (place: string): number =>
    chance(`outage ${place}`) < outages
      ? 1 + Math.floor(3 * chance(`outage of ${place} begins`))
      : Number.POSITIVE_INFINITY;
  return {
    beginsAfter,
    repairAfter,
    latencyOf: latencyIn(seed),
    fateOf(place, occurrence) {
      if (occurrence >= deniedFrom(place)) return fatesAt(place) === fates ? 'denied' : 'failed';
      const mishap = chance(`mishap ${place} ${occurrence}`);
      return mishap < rate ? pick(fatesAt(place), mishap / rate) : undefined;
    },
    crashesAfter: (write) => chance(`crash ${write}`) < crashes,
  };
};
