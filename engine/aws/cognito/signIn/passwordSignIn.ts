import type { JsonObject } from '../../../kernel/json.ts';
import { userNotFound, wrongPassword } from '../errors.ts';
import { passwordMatches } from '../passwords/passwordHash.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { afterPassword } from './afterPassword.ts';
import { type Entrance, required } from './entrance.ts';

const identified = async (state: CognitoState, entrance: Entrance): Promise<User> => {
  const { pool, client, parameters } = entrance;
  const username = required(parameters, 'USERNAME');
  const password = required(parameters, 'PASSWORD');
  const user = await findUser(state, pool, username);
  const right = await passwordMatches(password, user?.password);
  if (!user && client.settings.PreventUserExistenceErrors === 'LEGACY') throw userNotFound();
  if (!user || !right) throw wrongPassword();
  return user;
};

/** Signs in by a password that the client sends. */
export const passwordSignIn = async (
  state: CognitoState,
  keys: KeyRing,
  entrance: Entrance,
): Promise<JsonObject> => {
  const user = await identified(state, entrance);
  return afterPassword(state, keys, { ...entrance, user });
};
