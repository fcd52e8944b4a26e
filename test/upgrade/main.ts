import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { KilledRuns } from '../support/killedRuns.ts';
import { presentRelease, type Release, releaseOf } from './release.ts';

/*
 * `npm run upgrade -- --from <commit>`: the release of a commit and the present one take turns on one state, each
 * killed at a random moment while people sign up, so that each goes on with what the other one had under way. In the
 * end of each round all must have come to its end, and nothing may be wrong. Where one of them keeps state in another
 * format, it must refuse instead. Needs git, and npm's registry where the
 * other release has other packages.
 */

type Options = { from: string; rounds: number; seed: number };

/** A turn of each, and one back: an upgrade, a rollback, and the upgrade once more. */
const TURNS = 4;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const whole = (text: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('it must be a whole number');
  return Number(text);
};

/** Whether one of them refuses, before it touches anything, to go on with what another one has kept. */
const isRefused = (directory: string, releases: readonly Release[]): boolean =>
  [...releases, ...releases].some((release) => {
    const refusal = release.refusal(directory);
    if (refusal !== '') say(`refused: ${refusal}`);
    return refusal !== '';
  });

const upgrade = async ({ from, rounds, seed }: Options): Promise<void> => {
  const releases = [await releaseOf(from), await presentRelease()];
  const directory = await mkdtemp(join(tmpdir(), 'upgrade-'));
  try {
    if (isRefused(directory, releases)) return;
    const runs = new KilledRuns(
      directory,
      seed,
      releases.map(({ started }) => started),
    );
    for (let round = 1; round <= rounds; round += 1) {
      const violations = await runs.round(TURNS);
      const { registrations, active, failed } = await runs.counts();
      say(
        `round ${round}: ${runs.kills} kills, each followed by the other release; ${registrations} registrations, ` +
          `${active} active, failed ${JSON.stringify(failed)}, ${violations.length} violations`,
      );
      for (const violation of violations) say(`  ${violation}`);
      if (violations.length > 0) {
        say(`the state is kept in ${directory}`);
        process.exitCode = 1;
        return;
      }
    }
    await rm(directory, { recursive: true, force: true });
  } finally {
    for (const release of releases) release.remove();
  }
};

const program = new Command('upgrade')
  .description('Upgrades to the present release and back, with operations under way.')
  .requiredOption('--from <commit>', 'the release before')
  .option('--rounds <n>', `of ${TURNS} kills each`, whole, 5)
  .option('--seed <n>', 'of the moments', whole, 1)
  .action(upgrade);

await program.parseAsync();
