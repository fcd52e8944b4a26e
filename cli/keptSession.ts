import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../client/failure.ts';
import { type Outputs, textIn } from '../client/outputs.ts';

/** What `login` keeps of a sign-in, until `logout`; it is as good as a password. */
const KeptSession = z.strictObject({
  controlApiUrl: z.string(),
  clientId: z.string(),
  username: z.string(),
  refreshToken: z.string(),
});
export type KeptSession = z.infer<typeof KeptSession>;

const OF_OTHERS = 0o077;

const folderOf = (environment: NodeJS.ProcessEnv): string => {
  const state = environment['XDG_STATE_HOME'];
  if (state !== undefined && isAbsolute(state)) return join(state, 'onboard', 'sessions');
  const home = environment['HOME'] ?? homedir();
  return join(home, '.local', 'state', 'onboard', 'sessions');
};

const parsed = (file: string, text: string): KeptSession => {
  try {
    return KeptSession.parse(JSON.parse(text));
  } catch {
    throw new Failure(`${file} holds no session: run \`onboard login\``);
  }
};

/**
 * The session with a deployment that is kept for this user of the machine: one file for each API and
 * user pool client, which nobody else can read.
 */
export const keptSession = (
  { ControlApiUrl: controlApiUrl, OperatorClientId: clientId }: Outputs,
  environment: NodeJS.ProcessEnv,
) => {
  const folder = folderOf(environment);
  const key = createHash('sha256').update(`${controlApiUrl} ${clientId}`).digest('hex');
  const file = join(folder, `${key.slice(0, 32)}.json`);
  return {
    /** Undefined where none is kept. Throws Failure where others can read it, or it is none. */
    async read(): Promise<KeptSession | undefined> {
      const text = await textIn(file);
      if (text === undefined) return undefined;
      const { mode } = await stat(file);
      if ((mode & OF_OTHERS) === 0) return parsed(file, text);
      throw new Failure(`others can read ${file}: run \`onboard logout\`, then \`onboard login\``);
    },
    /** Takes the place of one that is kept, as a whole or not at all. */
    async keep(session: Pick<KeptSession, 'username' | 'refreshToken'>): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const beside = `${file}.${randomUUID()}`;
      const text = JSON.stringify({ controlApiUrl, clientId, ...session });
      await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
      await rename(beside, file);
    },
    /** Deletes it; answers what it was. Throws Failure where it was none. */
    async forget(): Promise<KeptSession | undefined> {
      const text = await textIn(file);
      await rm(file, { force: true });
      return text === undefined ? undefined : parsed(file, text);
    },
  };
};
