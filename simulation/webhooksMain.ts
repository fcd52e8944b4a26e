import { Command, InvalidArgumentError, Option } from 'commander';
import { atOnce } from '../services/webhooks/health.ts';
import { kinds } from './webhooks/behaviour.ts';
import { percentile, runWebhooks, type WebhookOutcome } from './webhooks/webhookRun.ts';

type Options = {
  endpoints: number;
  events: number;
  seed: number;
  deaths: number;
  only?: (typeof kinds)[number];
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const number = (text: string): number => {
  if (!/^\d{1,9}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('it must be a number');
  return Number(text);
};

const report = (name: string, { latencies, requests, repeated, mostRunning }: WebhookOutcome) => {
  const [half, most] = [50, 99].map((percent) => Math.round(percentile(latencies, percent)));
  say(
    `${name}: p50 ${half} ms, p99 ${most} ms at ${latencies.length} deliveries of the good nine tenths; ${requests} requests, ${repeated} taken again, at most ${mostRunning} runs at once`,
  );
};

/** Compares a run in which a tenth of the endpoints is bad with one in which none is. */
const compare = async ({ endpoints, events, seed, deaths, only }: Options): Promise<void> => {
  const common = { endpoints, events, seed, deaths, atOnce };
  const well = await runWebhooks({ ...common, bad: [] });
  report('no bad endpoints', well);
  const bad = await runWebhooks({ ...common, bad: only ? [only] : kinds });
  report('a tenth is bad', bad);
  for (const percent of [50, 99]) {
    const ratio = percentile(bad.latencies, percent) / percentile(well.latencies, percent);
    say(`p${percent}: ${ratio.toFixed(3)} times as long`);
  }
  const violations = [...well.violations, ...bad.violations];
  for (const violation of violations.slice(0, 20)) say(violation);
  say(`${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
};

const command = new Command('simulate:webhooks')
  .option('--endpoints <number>', 'how many endpoints', number, 200)
  .option('--events <number>', 'how many events', number, 500)
  .option('--seed <number>', 'what chance goes by', number, 1)
  .option('--deaths <share>', 'the share of requests in which the process ends', number, 0)
  .addOption(
    new Option('--only <kind>', 'the one way in which all of the tenth are bad').choices(kinds),
  )
  .action(compare);

await command.parseAsync();
