import { once } from 'node:events';
import { systemClock, visible } from '#engine';
import { readSettings } from './settings.ts';
import { start } from './start.ts';

const FORCED = 130;
/** npm passes Ctrl-C on to a process that the terminal has told already: one press, two signals. */
const SAME_PRESS_MS = 1000;

const say = (line: string): void => {
  process.stdout.write(`${visible(line)}\n`);
};

const stopOnSignals = (): AbortSignal => {
  const stop = new AbortController();
  let firstAt: number | undefined;
  const press = () => {
    const now = systemClock.now();
    if (firstAt !== undefined && now - firstAt > SAME_PRESS_MS) process.exit(FORCED);
    if (firstAt !== undefined) return;
    firstAt = now;
    say('stopping (Ctrl-C again ends it at once)');
    stop.abort();
  };
  process.on('SIGINT', press);
  process.on('SIGTERM', press);
  return stop.signal;
};

/** Names of errors whose message says all that a person needs; others show where they come from. */
const TOLD = [
  'StartError',
  'TemplateError',
  'DeploymentError',
  'UnsupportedResourceType',
  'StateError',
];

const complain = (error: unknown): void => {
  const known = error instanceof Error && TOLD.includes(error.name);
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`error: ${visible(String(text))}\n`);
};

/** State that a run keeps is nobody else's business: what it, and what it starts, makes is its owner's. */
const OTHERS = 0o077;

const main = async (signal: AbortSignal): Promise<void> => {
  const settings = readSettings(process.env);
  process.umask(OTHERS);
  const running = await start({ settings, project: process.cwd(), say, signal });
  const stopped = signal.aborted || once(signal, 'abort');
  const halted = await Promise.race([stopped, running.halted]);
  if (halted instanceof Error) throw halted;
  await running.close();
};

const signal = stopOnSignals();
try {
  await main(signal);
} catch (error) {
  if (!signal.aborted) {
    complain(error);
    process.exit(1);
  }
}
process.exit(0);
