import { z } from 'zod';
import type { Client } from '../clients/client.ts';
import { notAuthorized } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { poolOfSealed, seal, unseal } from '../tokens/seal.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';

/** `salt` ties the session to the password that began it. */
const Claims = z.object({
  sub: z.string(),
  client_id: z.string(),
  salt: z.string(),
  until: z.number(),
});

/** How far a sign-in has come: a code is asked for, an app is to be set up, or it is set up. */
export type MfaStage = 'mfaCode' | 'mfaSetup' | 'mfaReady';

const sealed = (
  state: CognitoState,
  pool: Pool,
  { stage, claims }: { stage: MfaStage; claims: z.infer<typeof Claims> },
): Promise<string> => seal(state, pool, { use: stage, until: claims.until, claims });

/** The session of a user whose password was right. It keeps no state, and lives as long as the client says. */
export const mfaSession = (
  state: CognitoState,
  { pool, client, user }: { pool: Pool; client: Client; user: User },
  stage: MfaStage,
): Promise<string> => {
  const now = Math.floor(state.engine.clock.now() / 1000);
  const until = now + client.settings.AuthSessionValidity * 60;
  const claims = { sub: user.sub, client_id: client.id, salt: user.password.salt, until };
  return sealed(state, pool, { stage, claims });
};

/** A session that was read: whose it is, and the same session a stage further. */
export type OpenedSession = {
  pool: Pool;
  user: User;
  clientId: string;
  at: (stage: MfaStage) => Promise<string>;
};

/** Whose sign-in a session is. Refuses one of another stage, and one that outlived its password. */
export const openMfaSession = async (
  state: CognitoState,
  { token, stage }: { token: string; stage: MfaStage },
): Promise<OpenedSession> => {
  const pool = await poolOfSealed(state, token);
  if (!pool) throw notAuthorized('Invalid session for the user.');
  const claims = await unseal(state, pool, { use: stage, token, claims: Claims });
  if (claims === 'expired') {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  const user = claims === 'invalid' ? undefined : await findUser(state, pool, claims.sub);
  if (claims === 'invalid' || user?.password.salt !== claims.salt) {
    throw notAuthorized('Invalid session for the user.');
  }
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return {
    pool,
    user,
    clientId: claims.client_id,
    at: (next) => sealed(state, pool, { stage: next, claims }),
  };
};
