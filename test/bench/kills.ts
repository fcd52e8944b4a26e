import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { setup, teardown } from '../support/assembly.ts';
import { KilledRuns } from '../support/killedRuns.ts';

/*
 * Kills the running product at random moments while people sign up, starts it again each time, and
 * checks the simulation's invariant on what is stored, every so many kills, once all is quiet.
 */

type Options = { kills: number; every: number; seed: number };

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const whole = (text: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('it must be a whole number');
  return Number(text);
};

const kill = async ({ kills, every, seed }: Options): Promise<void> => {
  await setup();
  const directory = await mkdtemp(join(tmpdir(), 'kills-'));
  const runs = new KilledRuns(directory, seed);
  const started = Date.now();
  while (runs.kills < kills) {
    const violations = await runs.round(Math.min(every, kills - runs.kills));
    const { registrations, active, failed } = await runs.counts();
    const after = ((Date.now() - started) / 1_000).toFixed(0);
    say(
      `${runs.kills} kills: ${registrations} registrations, ${active} active, failed ${JSON.stringify(failed)}, ` +
        `${violations.length} violations; ${after} s`,
    );
    for (const violation of violations) say(`  ${violation}`);
    if (violations.length > 0) {
      say(`the state is kept in ${directory}`);
      process.exitCode = 1;
      return;
    }
  }
  await rm(directory, { recursive: true, force: true });
  await teardown();
};

const program = new Command('kills')
  .description('Kills the product at random moments under load, and checks what comes of it.')
  .option('--kills <n>', 'how many times', whole, 200)
  .option('--every <n>', 'kills between two checks', whole, 20)
  .option('--seed <n>', 'of the moments', whole, 1)
  .action(kill);

await program.parseAsync();
