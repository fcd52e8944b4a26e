import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Client } from '../clients/client.ts';
import { notAuthorized } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { seal, unseal } from '../tokens/seal.ts';
import type { User } from '../users/user.ts';
import { requireUser } from '../users/userKeys.ts';

/** `salt` ties the session to the temporary password that began it: any new one ends it. */
const Claims = z.object({ sub: z.string(), client_id: z.string(), salt: z.string() });

type Challenged = { pool: Pool; client: Client; user: User };

const missingAttributes = ({ pool, user }: Challenged): string[] =>
  pool.schema
    .filter(({ Name, Required }) => Required && Name !== 'sub' && !(Name in user.attributes))
    .map(({ Name }) => `userAttributes.${Name}`);

/** The answer to a temporary password: NEW_PASSWORD_REQUIRED, with a session that keeps no state. */
export const newPasswordChallenge = async (
  state: CognitoState,
  challenged: Challenged,
): Promise<JsonObject> => {
  const { pool, client, user } = challenged;
  const minutes = client.settings.AuthSessionValidity;
  const Session = await seal(state, pool, {
    use: 'challenge',
    until: Math.floor(state.engine.clock.now() / 1000) + minutes * 60,
    claims: { sub: user.sub, client_id: client.id, salt: user.password.salt },
  });
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missingAttributes(challenged)),
      userAttributes: JSON.stringify(user.attributes),
    },
  };
};

/** The user whose challenge a session is, still waiting for a new password. */
export const challengedUser = async (
  state: CognitoState,
  { pool, client }: { pool: Pool; client: Client },
  { session, username }: { session: string; username: string },
): Promise<User> => {
  const opened = await unseal(state, pool, { use: 'challenge', token: session, claims: Claims });
  if (opened === 'expired')
    throw notAuthorized('Invalid session for the user, session is expired.');
  if (opened === 'invalid') throw notAuthorized('Invalid session for the user.');
  const user = await requireUser(state, pool, username);
  if (opened.sub !== user.sub || opened.client_id !== client.id) {
    throw notAuthorized('Invalid session for the user.');
  }
  refuseSpent(user, opened.salt);
  return user;
};

/** A session answers one challenge once: when the password has changed since, it is over. */
export const refuseSpent = (user: User, salt: string): void => {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status !== 'FORCE_CHANGE_PASSWORD' || user.password.salt !== salt) {
    throw notAuthorized('Invalid session for the user, session can only be used once.');
  }
};
