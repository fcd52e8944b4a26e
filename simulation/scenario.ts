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
  /** A partner's own mistake: it names the tenant of an earlier sign-up of the scenario, by its place. */
  tenantOf?: number | undefined;
};

export type Scenario = readonly SignUp[];

const TIERS: readonly Tier[] = ['basic', 'basic', 'standard', 'premium', 'platinum', 'platinum'];
const COUNTS = [1, 2, 2, 3, 3, 4];
const SPREAD_MS = 4_000;

/** Sign-ups by chance; some want the same name, or have the same admin. */
export const randomScenario = (seed: number): Scenario => {
  const chance = (question: string) => chanceOf(seed, `scenario ${question}`);
  const count = pick(COUNTS, chance('count'));
  return Array.from({ length: count }, (_, index) => {
    const sameName = index > 0 && chance(`same name ${index}`) < 0.15;
    const sameAdmin = index > 0 && chance(`same admin ${index}`) < 0.15;
    return {
      at: SPREAD_MS * chance(`at ${index}`),
      by: chance(`by ${index}`) < 0.2 ? 'partner' : 'form',
      tenantName: sameName ? 'Tenant 0' : `Tenant ${index}`,
      adminEmail: sameAdmin ? 'admin0@example.com' : `admin${index}@example.com`,
      tier: pick(TIERS, chance(`tier ${index}`)),
      twice: chance(`twice ${index}`) < 0.2,
    };
  });
};
