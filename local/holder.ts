import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { unlessMissing } from './unlessMissing.ts';

/** Which run has a folder. `since` is ISO 8601 UTC. */
const Holder = z.object({ pid: z.int(), endpoint: z.url(), since: z.iso.datetime() });
export type Holder = z.infer<typeof Holder>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The file by which a run says that it has the folder. It is no lock: a killed run leaves it. */
export const holderFile = (directory: string) => {
  const file = join(directory, 'run.json');
  return {
    async write(holder: Holder): Promise<void> {
      const draft = `${file}.${holder.pid}`;
      await writeFile(draft, `${JSON.stringify(holder, null, 2)}\n`, { mode: 0o600 });
      await rename(draft, file);
    },
    /** Undefined when the run that has the folder has not said so yet. */
    async read(): Promise<Holder | undefined> {
      const text = await unlessMissing(readFile(file, 'utf8'));
      return Holder.safeParse(parsed(text ?? '')).data;
    },
    remove: (): Promise<void> => rm(file, { force: true }),
  };
};
