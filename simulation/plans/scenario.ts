import type { Tier } from '../../events/fields.ts';
import { chanceOf, pick } from '../world/seededRandom.ts';

/** Comes so many milliseconds after it has failed, or after operators begin to replay what has. */
export type Again = { at: 'failure' | 'replay'; after: number };

/** Somebody who signs up, by the form (HTTP) or as a partner's system (an event). */
export type SignUp = {
  /** Milliseconds after the start. */
  at: number;
  by: 'form' | 'partner';
  tenantName: string;
  adminEmail: string;
  tier: Tier;
  /** The same again at once: an impatient finger, or a partner's own retry. */
  twice: boolean;
  /** Whether whoever fails by the form signs up once more. */
  again?: Again | undefined;
  /** A partner's own mistake: it names the tenant of an earlier sign-up of the scenario, by its place. */
  tenantOf?: number | undefined;
};

export type Scenario = readonly SignUp[];

const TIERS: readonly Tier[] = ['basic', 'basic', 'standard', 'premium', 'platinum', 'platinum'];
const COUNTS = [1, 2, 2, 3, 3, 4];
const SPREAD_MS = 4_000;

const SOON_MS = 4_000;

/** A third each; the sooner the likelier. */
const againBy = (which: number, soon: number): Again | undefined => {
  const at = pick(['failure', 'replay', 'never'] as const, which);
  return at === 'never' ? undefined : { at, after: SOON_MS * soon ** 3 };
};

/** Sign-ups by chance; some want the same name, or have the same admin. */
export const randomScenario = (seed: number): Scenario => {
  const chance = (question: string) => chanceOf(seed, `scenario ${question}`);
  const like = (rate: number, question: string) => chance(question) < rate;
  const count = pick(COUNTS, chance('count'));
  return Array.from({ length: count }, (_, index) => ({
    at: SPREAD_MS * chance(`at ${index}`),
    by: like(0.2, `by ${index}`) ? 'partner' : 'form',
    tenantName: `Tenant ${like(0.15, `same name ${index}`) ? 0 : index}`,
    adminEmail: `admin${like(0.15, `same admin ${index}`) ? 0 : index}@example.com`,
    tier: pick(TIERS, chance(`tier ${index}`)),
    twice: like(0.2, `twice ${index}`),
    again: againBy(chance(`again ${index}`), chance(`again after ${index}`)),
  }));
};
