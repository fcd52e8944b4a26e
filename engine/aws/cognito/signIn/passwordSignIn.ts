import { AwsError } from '../../../endpoint/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Client } from '../clients/client.ts';
import { notAuthorized, userNotFound, wrongPassword } from '../errors.ts';
import { passwordMatches } from '../passwords/passwordHash.ts';
import type { Pool } from '../pools/pool.ts';
import { temporaryPasswordDays } from '../pools/poolSettings.ts';
import type { CognitoState } from '../state.ts';
import { issueTokens, refreshToken } from '../tokens/issueTokens.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import { newSession } from '../tokens/sessions.ts';
import type { Admitted } from '../tokens/signedIn.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { newPasswordChallenge } from './newPasswordChallenge.ts';

const DAY_MS = 86_400_000;

const resetRequired = (): AwsError =>
  new AwsError('PasswordResetRequiredException', 'Password reset required for the user');

const refuseExpired = (state: CognitoState, pool: Pool, user: User): void => {
  const age = state.engine.clock.now() - user.passwordSetAt;
  if (age > temporaryPasswordDays(pool.settings) * DAY_MS) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
};

/** Who wants to sign in through which client of which pool. */
export type Attempt = { pool: Pool; client: Client; username: string; password: string };

const identified = async (state: CognitoState, attempt: Attempt): Promise<User> => {
  const user = await findUser(state, attempt.pool, attempt.username);
  const right = await passwordMatches(attempt.password, user?.password);
  if (!user && attempt.client.settings.PreventUserExistenceErrors === 'LEGACY') {
    throw userNotFound();
  }
  if (!user || !right) throw wrongPassword();
  return user;
};

/** Begins a session: all three tokens. */
export const beginSession = async (
  state: CognitoState,
  keys: KeyRing,
  who: Admitted,
): Promise<JsonObject> => {
  const since = Math.floor(state.engine.clock.now() / 1000);
  const signedIn = { ...who, session: newSession(state.engine.random, who.user), since };
  const tokens = await issueTokens(state, keys, signedIn);
  const RefreshToken = await refreshToken(state, signedIn);
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken } };
};

/** Tokens for the right password, or a challenge when it is a temporary one. */
export const passwordSignIn = async (
  state: CognitoState,
  keys: KeyRing,
  attempt: Attempt,
): Promise<JsonObject> => {
  const { pool, client } = attempt;
  const user = await identified(state, attempt);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'CONFIRMED') {
    return beginSession(state, keys, { pool, client, user, occasion: 'Authentication' });
  }
  if (user.status === 'RESET_REQUIRED') throw resetRequired();
  refuseExpired(state, pool, user);
  return newPasswordChallenge(state, { pool, client, user });
};
