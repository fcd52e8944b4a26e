import type { Tier } from '../events/fields.ts';
import { chanceOf, pick } from './seededRandom.ts';

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
  /** If it fails by the form: signs up once more, so many milliseconds after operators begin to replay. */
  again?: number | undefined;
  /** A partner's own mistake: it names the tenant of an earlier sign-up of the scenario, by its place. */
  tenantOf?: number | undefined;
};

export type Scenario = readonly SignUp[];

const TIERS: readonly Tier[] = ['basic', 'basic', 'standard', 'premium', 'platinum', 'platinum'];
const COUNTS = [1, 2, 2, 3, 3, 4];
const SPREAD_MS = 4_000;

const SOON_MS = 4_000;

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
    again: like(0.5, `again ${index}`) ? SOON_MS * chance(`again at ${index}`) : undefined,
  }));
};
