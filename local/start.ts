import {
  type Assembly,
  awsServices,
  createEngine,
  deployAssembly,
  type Engine,
  type RunningEngine,
  readAssembly,
  StateError,
} from '#engine';
import { firstRun, newCompany } from './firstRun.ts';
import { holderFile } from './holder.ts';
import { keptAssembly } from './keptAssembly.ts';
import { localOperator } from './localOperator.ts';
import { flattened, type Outputs, outputsFile } from './outputs.ts';
import { readyPage, startingPage } from './page.ts';
import type { Settings } from './settings.ts';
import { startProblem } from './startProblem.ts';
import { claimFormat } from './stateFormat.ts';
import { step } from './step.ts';
import { summary } from './summary.ts';

/** One run of a project's stacks on this machine. */
export type Run = Readonly<{
  settings: Settings;
  /** The folder with `cdk.json`. */
  project: string;
  say: (line: string) => void;
  /** Ends a start between two steps; the next one completes what this one left. */
  signal: AbortSignal;
}>;

/** What a run shows at `/`. */
type Shown = { page: string };

const SYNTHESIZING_EVERY_MS = 5_000;

/** Once the folder is this run's own, the sign of an earlier one is taken away. */
const openEngine = async ({ settings, say }: Run, shown: Shown): Promise<RunningEngine> => {
  const { directory } = settings;
  const page = () => shown.page;
  await claimFormat(directory);
  const running = await createEngine({ ...settings, services: awsServices, say, page });
  const holder = holderFile(directory);
  await outputsFile(directory).remove();
  const since = new Date(running.engine.clock.now()).toISOString();
  await holder.write({ pid: process.pid, endpoint: running.engine.endpoint, since });
  return {
    ...running,
    async close() {
      await holder.remove();
      await running.close();
    },
  };
};

const assemble = async ({ accountId, region, directory }: Engine, run: Run): Promise<Assembly> => {
  const { project, signal } = run;
  let timer: NodeJS.Timeout | undefined;
  const onStart = () => {
    run.say(step('synthesizing the stacks (used again until something changes)'));
    timer = setInterval(() => run.say(step('still synthesizing')), SYNTHESIZING_EVERY_MS);
  };
  try {
    const synthesis = { project, directory, accountId, region, signal };
    return await readAssembly(await keptAssembly(synthesis, onStart));
  } finally {
    clearInterval(timer);
  }
};

const deploy = async (running: RunningEngine, run: Run): Promise<Outputs> => {
  const { engine } = running;
  const assembly = await assemble(engine, run);
  run.say(step(`deploying ${assembly.stacks.map(({ stack }) => stack).join(', ')}`));
  const outputs = flattened(await deployAssembly(engine, assembly, run.signal));
  await running.start();
  return {
    ...outputs,
    ...(await localOperator(engine, outputs)),
    Region: engine.region,
    AwsEndpoint: engine.endpoint,
    AccessKeyId: engine.credentials.root.accessKeyId,
    SecretAccessKey: engine.credentials.root.secretAccessKey,
  };
};

const getReady = async (running: RunningEngine, run: Run, shown: Shown): Promise<void> => {
  const outputs = await deploy(running, run);
  run.signal.throwIfAborted();
  const { engine } = running;
  const where = summary(engine, outputs);
  const next = await firstRun(run.project, { ...outputs, ...(await newCompany(engine.store)) });
  shown.page = readyPage(where, next);
  run.say(['', where, ...(next && ['', next]), ''].join('\n'));
  await outputsFile(run.settings.directory).write(outputs);
  run.say(`ready on ${engine.endpoint} after ${process.uptime().toFixed(1)} s (Ctrl-C stops it)`);
};

/** Rejects when state can no longer be kept. */
const halt = async ({ halted }: RunningEngine): Promise<never> => {
  throw await halted;
};

/**
 * Synthesizes, deploys and serves. When it resolves, the last line said begins with `ready` and
 * `outputs.json` exists. A start that fails leaves nothing running; after a StateError the process has to end.
 */
export const start = async (run: Run): Promise<RunningEngine> => {
  const shown = { page: startingPage() };
  const running = await openEngine(run, shown).catch(async (error: unknown) => {
    throw await startProblem(error, run.settings);
  });
  try {
    await Promise.race([getReady(running, run, shown), halt(running)]);
    return running;
  } catch (error) {
    if (!(error instanceof StateError)) await running.close();
    throw await startProblem(error, run.settings);
  }
};
