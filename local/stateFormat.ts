import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from './startError.ts';
import { shown } from './summary.ts';
import { unlessMissing } from './unlessMissing.ts';

/**
 * Grows by one with each release that keeps what the release before cannot read, or that cannot read what that
 * one kept: the engine's state and the product's rows alike.
 */
const FORMAT = 1;

const Kept = z.coerce.number().int();

const fileIn = (directory: string): string => join(directory, 'format');

/** Undefined where no state was kept yet. */
const formatIn = async (directory: string): Promise<number | undefined> => {
  const text = await unlessMissing(readFile(fileIn(directory), 'utf8'));
  if (text !== undefined) return Kept.parse(text);
  const isKept = await unlessMissing(access(join(directory, 'state')).then(() => true));
  // Releases before formats were counted.
  return isKept ? 0 : undefined;
};

/**
 * Says of which format the state of a folder is, where none was kept yet. Throws StartError, before anything is
 * touched, where another release has kept state that this one cannot go on with.
 */
export const claimFormat = async (directory: string): Promise<void> => {
  const format = await formatIn(directory);
  if (format === FORMAT) return;
  if (format === undefined) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(fileIn(directory), `${FORMAT}\n`, { mode: 0o600 });
    return;
  }
  const release = format < FORMAT ? 'an older' : 'a newer';
  const where = shown(directory);
  throw new StartError(
    `what ${where} keeps is of ${release} release, and this one cannot go on with it: LOCAL_DIR=${where}-2 npm start, or delete ${where}`,
  );
};
