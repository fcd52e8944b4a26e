import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { positive } from '../../cli/numbers.ts';
import { setup, teardown } from '../support/assembly.ts';
import { bundledScript } from '../support/bundledScript.ts';
import { KilledRuns } from '../support/killedRuns.ts';
import { reportedRound } from '../support/reportedRound.ts';

/*
 * Kills the running product at random moments while people sign up, and starts it again each time.
 * After each kill it checks what is stored for what must hold at any moment: nobody who was told of a
 * registration is forgotten, who is active has everything, what the saga made for who failed is gone,
 * nothing is without an owner, no event contradicts another. Every so many kills it lets all that is under
 * way come to its end, kills once more, and checks the simulation's whole invariant.
 */

type Options = { kills: number; every: number; seed: number };

const kill = async ({ kills, every, seed }: Options): Promise<void> => {
  await setup();
  const directory = await mkdtemp(join(tmpdir(), 'kills-'));
  const bundle = await mkdtemp(join(tmpdir(), 'bundle-'));
  const script = await bundledScript('test/support/witnessedStart.ts', bundle);
  const runs = new KilledRuns(directory, seed, [{ script }]);
  while (runs.kills < kills) {
    if (await reportedRound(runs, Math.min(every, kills - runs.kills))) continue;
    process.exitCode = 1;
    return;
  }
  for (const folder of [directory, bundle]) await rm(folder, { recursive: true, force: true });
  await teardown();
};

const program = new Command('kills')
  .description('Kills the product at random moments under load, and checks what comes of it.')
  .option('--kills <n>', 'how many times', positive, 200)
  .option('--every <n>', 'kills between two checks of everything', positive, 20)
  .option('--seed <n>', 'of the moments', positive, 1)
  .action(kill);

await program.parseAsync();
