import { ownAttributes } from '../account/ownAttributes.ts';
import { invalidParameter } from '../errors.ts';
import { hashPassword } from '../passwords/passwordHash.ts';
import { checkPassword } from '../passwords/passwordPolicy.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { changeUser } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';
import type { Answer } from './answer.ts';
import { required } from './entrance.ts';
import { challengedUser, refuseSpent } from './newPasswordChallenge.ts';

const PREFIX = 'userAttributes.';

const attributesIn = (responses: Readonly<Record<string, string>>) =>
  Object.entries(responses)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, Value]) => ({ Name: name.slice(PREFIX.length), Value }));

const refuseIncomplete = (pool: Pool, user: User): void => {
  const missing = pool.schema.find(
    ({ Name, Required }) => Required && Name !== 'sub' && !(Name in user.attributes),
  );
  if (missing) throw invalidParameter(`Invalid attributes given, ${missing.Name} is missing`);
};

/** The user after the answer to NEW_PASSWORD_REQUIRED, confirmed by it. */
export const setNewPassword = async (
  state: CognitoState,
  { pool, client, input }: Answer,
): Promise<User> => {
  const responses = input.ChallengeResponses;
  const session = required({ Session: input.Session ?? '' }, 'Session');
  const username = required(responses, 'USERNAME');
  const challenged = await challengedUser(state, { pool, client }, { session, username });
  const text = required(responses, 'NEW_PASSWORD');
  checkPassword(text, pool.settings.Policies.PasswordPolicy);
  const password = await hashPassword(state.engine.random, challenged, text);
  return changeUser(state, { poolId: pool.id, name: challenged.sub }, (user) => {
    refuseSpent(user, challenged.password.salt);
    const attributes = ownAttributes({ pool, client, user }, attributesIn(responses));
    const complete: User = { ...user, attributes, password, status: 'CONFIRMED' };
    refuseIncomplete(pool, complete);
    return { ...complete, passwordSetAt: state.engine.clock.now() };
  });
};
