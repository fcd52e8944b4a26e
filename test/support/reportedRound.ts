import type { KilledRuns } from './killedRuns.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Carries out a round of so many kills and prints what came of it. Answers whether all is as it must be. */
export const reportedRound = async (runs: KilledRuns, kills: number): Promise<boolean> => {
  const violations = await runs.round(kills);
  const { registrations, active, failed } = await runs.counts();
  say(
    `${runs.kills} kills: ${registrations} registrations, ${active} active, failed ${JSON.stringify(failed)}, ` +
      `${violations.length} violations; ${process.uptime().toFixed(0)} s`,
  );
  for (const violation of violations) say(`  ${violation}`);
  if (violations.length > 0) say(`the state is kept in ${runs.directory}`);
  return violations.length === 0;
};
