import { ClassicLevel } from 'classic-level';
import { z } from 'zod';
import { makeOwnFolder } from '../ownFolder.ts';
import { checkFolder } from './checkFolder.ts';
import { Damage } from './damage.ts';
import { damaged, StateError, unwritable } from './stateError.ts';

const Failure = z.object({ cause: z.object({ code: z.string() }) });

const codeOf = (error: unknown): string | undefined => Failure.safeParse(error).data?.cause.code;

const explained = (folder: string, error: unknown): StateError => {
  if (codeOf(error) === 'LEVEL_LOCKED') {
    return new StateError('locked', `another process uses ${folder}`, error);
  }
  const isDamage = error instanceof Damage || codeOf(error) === 'LEVEL_CORRUPTION';
  return isDamage ? damaged(folder, error) : unwritable(folder, error);
};

/** Opens a LevelDB folder that this process alone uses, once all of its files are sound. Throws StateError. */
export const openLevel = async <Value = string>(
  folder: string,
  valueEncoding: 'utf8' | 'json' = 'utf8',
): Promise<ClassicLevel<string, Value>> => {
  try {
    await makeOwnFolder(folder);
    await checkFolder(folder);
    const level = new ClassicLevel<string, Value>(folder, { valueEncoding });
    await level.open();
    return level;
  } catch (error) {
    throw explained(folder, error);
  }
};

/**
 * Takes a folder for this process until it ends or gives it back. The lock is the operating system’s, so a killed
 * process leaves none. Throws StateError of the kind `locked`.
 */
export const lockFolder = async (folder: string): Promise<{ release(): Promise<void> }> => {
  try {
    const lock = new ClassicLevel(folder);
    await lock.open();
    return { release: () => lock.close() };
  } catch (error) {
    throw explained(folder, error);
  }
};
