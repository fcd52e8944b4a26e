import { Command } from 'commander';
import { z } from 'zod';
import { dynamodb } from '../../engine/aws/dynamodb/dynamodb.ts';
import { productEngine } from '../support/productEngine.ts';
import { aBridgeTable } from './bridgeTable.ts';
import { livesOf, SbtDriver } from './sbtDriver.ts';

/*
 * `npm run sbt`: an SBT control plane that asks with duplicates, disorder, faults and malformed requests.
 */

const options = z
  .object({ requests: z.coerce.number().int().min(1), seed: z.coerce.number().int() })
  .parse(
    new Command()
      .option('--requests <n>', 'how many', '1000')
      .option('--seed <s>', 'the same seed asks the same', '1')
      .parse()
      .opts(),
  );

const engine = await productEngine([dynamodb]);
try {
  const { documents } = engine;
  const tableName = 'sbt';
  await engine.call('dynamodb', 'CreateTable', aBridgeTable(tableName));
  const trouble = { faults: 0.15, copies: 0.3, atOnce: 6 };
  const driver = new SbtDriver({ documents, tableName, seed: options.seed }, trouble);
  const lives = livesOf(options.seed, options.requests);
  await driver.live(lives);
  const misled = driver.misled(lives);
  for (const line of misled) process.stdout.write(`${line}\n`);
  const answers = [...driver.heard.values()].flat().length;
  process.stdout.write(
    `${options.requests} requests of ${lives.length} registrations, ${driver.faults} faults, ` +
      `${answers} answers: ${misled.length} registrations heard last what is not so\n`,
  );
  if (misled.length > 0) process.exitCode = 1;
} finally {
  await engine.destroy();
}
