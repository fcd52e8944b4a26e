import { Command } from 'commander';
import { z } from 'zod';
import { judgedSignUps } from './judgedSignUps.ts';

/*
 * `npm run signups`: sign-ups from CLDR's characters, registers' signs and countries' legal forms. Prints those that the
 * form refuses, and names that it takes for one.
 */

const MOST_REFUSED = 0.005;

const { count, seed } = z
  .object({ count: z.coerce.number().int().min(1), seed: z.coerce.number().int() })
  .parse(
    new Command()
      .option('--count <n>', 'how many', '10000')
      .option('--seed <s>', 'the same seed makes the same sign-ups', '1')
      .parse()
      .opts(),
  );

const { refused, alike } = await judgedSignUps(count, seed);
for (const { signUp, why } of refused) {
  process.stdout.write(`refused: ${JSON.stringify(signUp)}: ${why}\n`);
}
for (const [one, other] of alike) {
  process.stdout.write(`alike: ${JSON.stringify(one)} and ${JSON.stringify(other)}\n`);
}
const share = refused.length / count;
process.stdout.write(
  `${count} sign-ups, seed ${seed}: ${refused.length} refused (${(100 * share).toFixed(2)} %), ${alike.length} names alike\n`,
);
if (share > MOST_REFUSED) process.exitCode = 1;
