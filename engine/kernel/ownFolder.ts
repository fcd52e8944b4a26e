import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Makes a folder that only its owner may enter; one that is there stays as it is. */
export const makeOwnFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
};

/**
 * Keeps a folder, and the files that are directly in these folders of it, to their owner, also where an earlier
 * version or a wide umask let others in. What else a person keeps in the folder is left alone.
 */
export const keepToOwner = async (folder: string, within: readonly string[]): Promise<void> => {
  await chmod(folder, FOLDER_MODE);
  for (const name of within) {
    await makeOwnFolder(join(folder, name));
    await chmod(join(folder, name), FOLDER_MODE);
    for (const entry of await readdir(join(folder, name), { withFileTypes: true })) {
      if (entry.isFile()) await chmod(join(folder, name, entry.name), FILE_MODE);
    }
  }
};
