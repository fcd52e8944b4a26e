import { markdownTable } from '../events/generator/markdownTable.ts';
import { type TierConfig, tiers } from '../infra/config.ts';

const PLACES: Readonly<Record<TierConfig['deployment'], string>> = {
  pool: 'pool',
  silo: 'silo: its own user pool and table',
};

const shown = (count: number): string => count.toLocaleString('en-US');

/** What each tier buys, in Markdown. */
export const tierTable = (): string =>
  markdownTable(
    ['tier', 'placed in', 'ordered by', 'requests a day', 'burst', 'per second'],
    Object.entries(tiers).map(([name, tier]: [string, TierConfig]) => [
      name,
      PLACES[tier.deployment],
      tier.selfService ? 'anybody' : 'operators, partners',
      ...[tier.quotaPerDay, tier.burst, tier.ratePerSecond].map(shown),
    ]),
  );
