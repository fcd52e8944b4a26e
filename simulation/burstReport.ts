import { requestRates } from '#aws-limits/requestRates.ts';
import { startsPerSecond } from '../infra/config.ts';
import type { Burst } from './burst.ts';
import { edit, tenants } from './mutants/mutant.ts';
import { Workers } from './workers.ts';

/** What AWS makes for an account in a second, so that many take so many seconds at least. */
const keysPerSecond = requestRates.find(({ name }) => name === 'CreateApiKey')?.perSecond ?? 0;

type Many = { pool: number; silo: number; seed: number };

/** The product as it would be if every run began at once. */
const withoutAdmission = edit('admission: every run begins at once', tenants('paceClock'), [
  'const startsAt = Math.max(reservedAt, Math.ceil(free));',
  'const startsAt = free < 0 ? free : reservedAt;',
]);

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;

/** What became of them, in words. */
const told = ({ pool, silo }: Many, result: Burst): string[] => {
  const { active, failed, open, lastPool, firstSilo, lastSilo } = result;
  const lines = [`  ${active} active, ${failed} failed, ${open} neither`];
  if (pool > 0) {
    const ratio = (lastPool / 1_000 / (pool / keysPerSecond)).toFixed(3);
    lines.push(`  the last of the pool after ${seconds(lastPool)}: ${ratio} of the quota's bound`);
  }
  if (silo > 0) {
    const own = seconds(((silo - 1) / startsPerSecond.silo) * 1_000);
    lines.push(
      `  silos from ${seconds(firstSilo)} to ${seconds(lastSilo)}; their own queue is ${own}`,
    );
  }
  return lines;
};

/** Lets many sign up at once, as the product is and without admission, and says what became of them. */
export const reportBurst = async (
  many: Many,
  assembly: string,
  say: (line: string) => void,
): Promise<boolean> => {
  const { pool, silo, seed } = many;
  const outcomeOf = async (edits: typeof withoutAdmission.edits = []): Promise<Burst> => {
    const workers = await Workers.start({ assembly, edits });
    return workers.burst({ seed, burst: { pool, silo } }).finally(() => workers.stop());
  };
  say(`${pool + silo} sign-ups at once, with admission`);
  const result = await outcomeOf();
  for (const line of told(many, result)) say(line);
  say('and without: every run begins at once');
  for (const line of told(many, await outcomeOf(withoutAdmission.edits))) say(line);
  return result.active === pool + silo;
};
