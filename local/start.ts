import { join } from 'node:path';
import { z } from 'zod';
import {
  type Assembly,
  awsServices,
  createEngine,
  deployAssembly,
  type Engine,
  type RunningEngine,
  readAssembly,
} from '#engine';
import { firstRun } from './firstRun.ts';
import { localOperator } from './localOperator.ts';
import { flattened, type Outputs, outputsFile } from './outputs.ts';
import type { Settings } from './settings.ts';
import { StartError } from './startError.ts';
import { shown, summary } from './summary.ts';
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

const Failure = z.object({
  code: z.string().optional(),
  cause: z.object({ code: z.string().optional() }).optional(),
});

const explained = (error: unknown, { port, directory }: Settings): unknown => {
  const { code, cause } = Failure.safeParse(error).data ?? {};
  const besides = `PORT=${port + 1} LOCAL_DIR=${shown(directory)}-2 npm start`;
  if (cause?.code === 'LEVEL_LOCKED') {
    const where = shown(directory);
    return new StartError(`another run uses ${where}: stop it, or run beside it: ${besides}`);
  }
  if (code === 'EADDRINUSE') {
    const other = `PORT=${port + 1} npm start`;
    return new StartError(`port ${port} is in use: stop what listens there, or: ${other}`);
  }
  return error;
};

/** The file of a run that goes on in the same folder is brought back. */
const openEngine = async ({ settings, say }: Run): Promise<RunningEngine> => {
  try {
    return await createEngine({ ...settings, services: awsServices, say });
  } catch (error) {
    await outputsFile(settings.directory).restore();
    throw explained(error, settings);
  }
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

/**
 * Synthesizes, deploys and serves. When it resolves, the last line said begins with `ready` and
 * `outputs.json` exists. A start that fails leaves nothing running.
 */
export const start = async (run: Run): Promise<RunningEngine> => {
  const running = await openEngine(run);
  try {
    const outputs = await deploy(running, run);
    run.signal.throwIfAborted();
    const next = await firstRun(run.project, outputs);
    run.say(['', summary(running.engine, outputs), ...(next && ['', next]), ''].join('\n'));
    await outputsFile(run.settings.directory).write(outputs);
    run.say(`ready on ${running.engine.endpoint} (Ctrl-C stops it)`);
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
};
