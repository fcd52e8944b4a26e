import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../client/failure.ts';
import { jsonIn, type Outputs, readOutputs } from '../client/outputs.ts';

/** Where a local run's stacks and those of AWS stand. */
export const targets = ['local', 'aws'] as const;

/** A deployment to talk to, and the file that tells where it is. */
export type Target = { kind: (typeof targets)[number]; file: string; outputs: Outputs };

/** What says which deployment is meant: a file of outputs, or the place where one is. */
export type TargetChoice = { outputs?: string; target?: Target['kind'] };

const DEPLOYED = 'cdk.outputs.json';

/** What a local run says of itself from its first step on. */
const Holder = z.object({ pid: z.int() });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Why a local run has no outputs; the way to AWS is told, and never taken by itself. */
const noLocalRun = async (directory: string): Promise<Failure> => {
  const holder = Holder.safeParse(await jsonIn(join(directory, 'run.json'))).data;
  if (holder && isAlive(holder.pid)) {
    return new Failure(
      `the local run in ${directory} is starting (process ${holder.pid}): wait until it says ready`,
    );
  }
  if (holder)
    return new Failure(`the local run in ${directory} ended before it was ready: npm start`);
  return new Failure(
    `no local run in ${directory}: start one by npm start, or name a deployment on AWS by --target aws or --outputs FILE`,
  );
};

const named = async (file: string): Promise<Target> => {
  const outputs = await readOutputs(file);
  if (!outputs) throw new Failure(`there is no file ${file}`);
  return { kind: outputs.AwsEndpoint === undefined ? 'aws' : 'local', file, outputs };
};

const onAws = async (): Promise<Target> => {
  const outputs = await readOutputs(DEPLOYED);
  if (!outputs) {
    throw new Failure(
      `there is no ${DEPLOYED} here: npm run deploy writes it, or give --outputs FILE`,
    );
  }
  return { kind: 'aws', file: DEPLOYED, outputs };
};

const onThisMachine = async (directory: string): Promise<Target> => {
  const file = join(directory, 'outputs.json');
  const outputs = await readOutputs(file);
  if (!outputs) throw await noLocalRun(directory);
  return { kind: 'local', file, outputs };
};

/** The deployment that is meant: the local run, unless AWS or a file is named. Throws Failure saying what to do. */
export const findTarget = (
  { outputs, target }: TargetChoice,
  environment: NodeJS.ProcessEnv,
): Promise<Target> => {
  if (outputs !== undefined) return named(outputs);
  return target === 'aws' ? onAws() : onThisMachine(environment['LOCAL_DIR'] ?? '.local');
};

/** A deployment in a line, for the person who is about to change it. */
export const describeTarget = ({ kind, file, outputs }: Target): string => {
  const { origin } = new URL(outputs.ControlApiUrl);
  return kind === 'aws'
    ? `AWS, ${outputs.Region}, ${origin} (${file})`
    : `local run, ${origin} (${file})`;
};
