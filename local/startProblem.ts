import { z } from 'zod';
import { StateError } from '#engine';
import { holderFile } from './holder.ts';
import type { Settings } from './settings.ts';
import { StartError } from './startError.ts';
import { shown } from './summary.ts';

const Failure = z.object({ code: z.string(), message: z.string() });

/** What the operating system says of a folder that is not this person's, or of a disk that is full. */
const UNUSABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'];

const inUse = async ({ port, directory }: Settings): Promise<StartError> => {
  const holder = await holderFile(directory).read();
  const who = holder
    ? `process ${holder.pid} on ${holder.endpoint}, since ${holder.since}`
    : 'it is still starting';
  const where = shown(directory);
  const besides = `PORT=${port + 1} LOCAL_DIR=${where}-2 npm start`;
  return new StartError(`another run uses ${where}: ${who}; stop it, or run beside it: ${besides}`);
};

/** Why a run cannot start, as a sentence for the person at the terminal; else the error itself. */
export const startProblem = async (error: unknown, settings: Settings): Promise<unknown> => {
  if (error instanceof StateError && error.kind === 'locked') return inUse(settings);
  const { code = '', message } = Failure.safeParse(error).data ?? {};
  const { port, directory } = settings;
  if (code === 'EADDRINUSE') {
    const other = `PORT=${port + 1} npm start`;
    return new StartError(`port ${port} is in use: stop what listens there, or: ${other}`);
  }
  if (UNUSABLE.includes(code)) {
    const where = shown(directory);
    return new StartError(
      `${where} cannot be used (${message}): make room there, or name a folder of your own by LOCAL_DIR`,
    );
  }
  return error;
};
