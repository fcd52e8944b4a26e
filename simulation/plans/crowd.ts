import { z } from 'zod';
import { chanceOf, pick } from '../world/seededRandom.ts';
import type { Scenario } from './scenario.ts';

/**
 * What an operator does with a person in one tenant; each waits so many milliseconds before. Who asks once
 * does not ask again where no answer came.
 */
export const Act = z.object({
  kind: z.enum(['invite', 'remove', 'change']),
  after: z.number(),
  once: z.boolean(),
});
export type Act = z.infer<typeof Act>;

/** What becomes of a person in the tenant of one sign-up, by its place in the scenario. */
export const Guest = z.object({ email: z.string(), signUp: z.int(), acts: z.array(Act) });
export type Guest = z.infer<typeof Guest>;

const GUEST = /^person-\d+@/;

/** Whether an address is one of those who come and go. */
export const isGuest = (email: string | undefined): boolean => GUEST.test(email ?? '');

/** Two tenants that share a pool, and one with a pool of its own. */
export const crowdScenario = (seed: number): Scenario =>
  (['basic', 'standard', 'platinum'] as const).map((tier, index) => ({
    at: 1_000 * chanceOf(seed, `crowd at ${index}`),
    by: 'form',
    tenantName: `Tenant ${index}`,
    adminEmail: `admin${index}@example.com`,
    tier,
    twice: false,
  }));

const LONGEST_MS = 3_000;
const COUNTS = [1, 1, 2, 3, 4, 5];
/** The share of acts that nobody repeats. */
const ONCE = 0.3;
const NEXT = ['remove', 'remove', 'change', 'invite'] as const;

/** So many people, each in every tenant: they are invited to all at about the same time, and removed and invited again. */
export const randomCrowd = (seed: number, people: number): Guest[] => {
  const chance = (question: string) => chanceOf(seed, `crowd ${question}`);
  const guest = (person: number, signUp: number): Guest => {
    const which = `${person} at ${signUp}`;
    const count = pick(COUNTS, chance(`count ${which}`));
    const acts = Array.from({ length: count }, (_, index): Act => {
      const kind = index === 0 ? 'invite' : pick(NEXT, chance(`act ${index} of ${which}`));
      const after = LONGEST_MS * chance(`after ${index} of ${which}`) ** 3;
      return { kind, after, once: chance(`once ${index} of ${which}`) < ONCE };
    });
    return { email: `person-${person}@example.com`, signUp, acts };
  };
  return Array.from({ length: people }, (_, person) =>
    [0, 1, 2].map((signUp) => guest(person, signUp)),
  ).flat();
};
