import { Command } from 'commander';
import { z } from 'zod';
import { setup, teardown } from '../support/assembly.ts';
import { bundleHandlers, removeHandlers } from '../support/handlers/bundledHandlers.ts';
import { fuzzApi } from './fuzzApi.ts';
import { fuzzWorld } from './fuzzWorld.ts';

/*
 * `npm run fuzz:api`: requests generated from the OpenAPI documents, against the product on this machine.
 */

const LEAST_REACHED = 0.9;
const TOLD_EVERY = 1_000;

/** A long run says how far it is. */
const tell = (sent: number): void => {
  if (sent % TOLD_EVERY === 0) process.stderr.write(`  ${sent} requests sent\n`);
};

const options = z
  .object({ requests: z.coerce.number().int().min(1), seed: z.coerce.number().int() })
  .parse(
    new Command()
      .option('--requests <n>', 'how many', '5000')
      .option('--seed <s>', 'the same seed makes the same requests', '1')
      .parse()
      .opts(),
  );

await setup();
bundleHandlers();
const world = await fuzzWorld();
try {
  const { reached, statuses, violations } = await fuzzApi(world, options, tell);
  const share = reached / options.requests;
  for (const violation of violations) process.stdout.write(`${violation}\n`);
  process.stdout.write(
    `${options.requests} requests, seed ${options.seed}: ${(100 * share).toFixed(1)} % reached a function, ` +
      `${violations.length} broke the documents; ${JSON.stringify(statuses)}\n`,
  );
  if (violations.length > 0 || share < LEAST_REACHED) process.exitCode = 1;
} finally {
  await world.stop();
  await removeHandlers();
  await teardown();
}
