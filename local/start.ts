import { join } from 'node:path';
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
import { firstRun } from './firstRun.ts';
import { holderFile } from './holder.ts';
import { localOperator } from './localOperator.ts';
import { flattened, type Outputs, outputsFile } from './outputs.ts';
import type { Settings } from './settings.ts';
import { startProblem } from './startProblem.ts';
import { summary } from './summary.ts';
import { synthesize } from './synthesize.ts';

/** One run of a project's stacks on this machine. */
export type Run = Readonly<{
  settings: Settings;
  /** The folder with `cdk.json`. */
  project: string;
  say: (line: string) => void;
  /** Ends a start between two steps; the next one completes what this one left. */
  signal: AbortSignal;
}>;

/** Once the folder is this run's own, the sign of an earlier one is taken away. */
const openEngine = async ({ settings, say }: Run): Promise<RunningEngine> => {
  const { directory } = settings;
  const running = await createEngine({ ...settings, services: awsServices, say });
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
  run.say('synthesizing the stacks');
  const output = join(directory, 'cdk.out');
  await synthesize({ project: run.project, output, accountId, region, signal: run.signal });
  return readAssembly(output);
};

const deploy = async (running: RunningEngine, run: Run): Promise<Outputs> => {
  const { engine } = running;
  const assembly = await assemble(engine, run);
  run.say(`deploying ${assembly.stacks.map(({ stack }) => stack).join(', ')}`);
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

const getReady = async (running: RunningEngine, run: Run): Promise<void> => {
  const outputs = await deploy(running, run);
  run.signal.throwIfAborted();
  const next = await firstRun(run.project, outputs);
  run.say(['', summary(running.engine, outputs), ...(next && ['', next]), ''].join('\n'));
  await outputsFile(run.settings.directory).write(outputs);
  run.say(`ready on ${running.engine.endpoint} (Ctrl-C stops it)`);
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
  const running = await openEngine(run).catch(async (error: unknown) => {
    throw await startProblem(error, run.settings);
  });
  try {
    await Promise.race([getReady(running, run), halt(running)]);
    return running;
  } catch (error) {
    if (!(error instanceof StateError)) await running.close();
    throw await startProblem(error, run.settings);
  }
};
