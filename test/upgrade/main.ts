import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { positive } from '../../cli/numbers.ts';
import { KilledRuns } from '../support/killedRuns.ts';
import { reportedRound } from '../support/reportedRound.ts';
import { presentRelease, type Release, releaseOf } from './release.ts';

/*
 * `npm run upgrade -- --from <commit>`: the release of a commit and the present one take turns on one state, each
 * killed at a random moment while people sign up, so that each goes on with what the other one had under way. In the
 * end of each round all must have come to its end, and nothing may be wrong. Where one of them keeps state in another
 * format, it must refuse instead. Needs git, and npm's registry where the other release has other packages.
 */

type Options = { from: string; rounds: number; seed: number };

/** A turn of each, and one back: an upgrade, a rollback, and the upgrade once more. */
const TURNS = 4;

/** Whether one of them refuses, before it touches anything, to go on with what another one has kept. */
const isRefused = (directory: string, releases: readonly Release[]): boolean =>
  [...releases, ...releases].some((release) => {
    const refusal = release.refusal(directory);
    if (refusal !== '') process.stdout.write(`refused: ${refusal}\n`);
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
      if (await reportedRound(runs, TURNS)) continue;
      process.exitCode = 1;
      return;
    }
    await rm(directory, { recursive: true, force: true });
  } finally {
    for (const release of releases) release.remove();
  }
};

const program = new Command('upgrade')
  .description('Upgrades to the present release and back, with operations under way.')
  .requiredOption('--from <commit>', 'the release before')
  .option('--rounds <n>', `of ${TURNS} kills each`, positive, 5)
  .option('--seed <n>', 'of the moments', positive, 1)
  .action(upgrade);

await program.parseAsync();
