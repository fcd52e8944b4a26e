import { AwsError } from '../../../endpoint/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Client } from '../clients/client.ts';
import { notAuthorized } from '../errors.ts';
import { secondFactor } from '../mfa/secondFactor.ts';
import type { Pool } from '../pools/pool.ts';
import { temporaryPasswordDays } from '../pools/poolSettings.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import type { User } from '../users/user.ts';
import { newPasswordChallenge } from './newPasswordChallenge.ts';

const DAY_MS = 86_400_000;

const refuseExpired = (state: CognitoState, pool: Pool, user: User): void => {
  const age = state.engine.clock.now() - user.passwordSetAt;
  if (age > temporaryPasswordDays(pool.settings) * DAY_MS) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
};

/** A user who has proved to know the password. */
export type Proven = {
  pool: Pool;
  client: Client;
  user: User;
  clientMetadata?: Record<string, string> | undefined;
};

/** Tokens for the right password, or a challenge when it is a temporary one. */
export const afterPassword = async (
  state: CognitoState,
  keys: KeyRing,
  { pool, client, user, clientMetadata }: Proven,
): Promise<JsonObject> => {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED') {
    throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    refuseExpired(state, pool, user);
    return newPasswordChallenge(state, { pool, client, user });
  }
  const occasion = 'Authentication';
  return secondFactor(state, keys, { pool, client, user, occasion, clientMetadata });
};
