import { z } from 'zod';
import { chanceOf, pick } from '../world/seededRandom.ts';
import type { Scenario } from './scenario.ts';

/**
 * What an operator does with a person in one tenant; each waits so many milliseconds before. Who asks once
 * does not ask again where no answer came. `move` is the person's own, who changes its address; `correct` an admin's.
 */
export const Act = z.object({
  kind: z.enum(['invite', 'remove', 'change', 'move', 'correct']),
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

const MOVER = /^person-(\d+)@old\.example$/;

/** Where somebody of this address may be by now: the first is that by which it is invited. */
export const addressesOf = (email: string): string[] => {
  const [, person] = MOVER.exec(email) ?? [];
  return person === undefined ? [email] : [email, `person-${person}@new.example`];
};

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
/** The share of people who get another address. */
const MOVERS = 0.3;
const NEXT = ['remove', 'remove', 'change', 'invite'] as const;

type Chance = (question: string) => number;

const afterAt = (chance: Chance, which: string): number =>
  LONGEST_MS * chance(`after ${which}`) ** 3;

/** Somebody who stays at one address. */
const settler = (chance: Chance, person: number, signUp: number): Guest => {
  const which = `${person} at ${signUp}`;
  const count = pick(COUNTS, chance(`count ${which}`));
  const acts = Array.from({ length: count }, (_, index): Act => {
    const kind = index === 0 ? 'invite' : pick(NEXT, chance(`act ${index} of ${which}`));
    const once = chance(`once ${index} of ${which}`) < ONCE;
    return { kind, after: afterAt(chance, `${index} of ${which}`), once };
  });
  return { email: `person-${person}@example.com`, signUp, acts };
};

/** What happens to the address of those who move: in the first tenant, in one that shares its pool, in a silo. */
const MOVES: readonly (readonly Act['kind'][])[] = [
  ['move', 'correct'],
  ['change', 'remove'],
  ['correct'],
];

/** Somebody who gets another address in one tenant, while another one invites or removes it. */
const mover = (chance: Chance, person: number, signUp: number): Guest => {
  const which = `${person} at ${signUp}`;
  const next = pick(MOVES[signUp] ?? [], chance(`move of ${which}`));
  const acts = ['invite' as const, next].map((kind, index) => {
    const once = index > 0 && chance(`once ${index} of ${which}`) < ONCE;
    return { kind, after: afterAt(chance, `${index} of ${which}`), once };
  });
  return { email: `person-${person}@old.example`, signUp, acts };
};

/** So many people, each in every tenant: they are invited to all at about the same time, and removed and invited again. */
export const randomCrowd = (seed: number, people: number): Guest[] => {
  const chance: Chance = (question) => chanceOf(seed, `crowd ${question}`);
  return Array.from({ length: people }, (_, person) => {
    const guest = chance(`moves ${person}`) < MOVERS ? mover : settler;
    return [0, 1, 2].map((signUp) => guest(chance, person, signUp));
  }).flat();
};
