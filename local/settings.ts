import { resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from './startError.ts';

/** What the environment says of a run. */
export type Settings = Readonly<{
  port: number;
  /** The folder of everything that a run keeps, as an absolute path. */
  directory: string;
}>;

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be at most 65535')
    .default(4566),
  LOCAL_DIR: z.string().min(1, 'must name a folder').default('.local'),
});

/** Reads PORT and LOCAL_DIR. Throws StartError naming the variable that is wrong. */
export const readSettings = (environment: NodeJS.ProcessEnv): Settings => {
  const parsed = Environment.safeParse(environment);
  if (parsed.success) return { port: parsed.data.PORT, directory: resolve(parsed.data.LOCAL_DIR) };
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  throw new StartError(`${name}=${environment[name]}: ${issue?.message}`);
};

const OLDEST_NODE = [20, 20];

/** Throws StartError when this Node.js is older than the engine needs. */
export const requireNode = (version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new StartError(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${version}`);
};
