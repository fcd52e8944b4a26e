import type { Write } from '../../../kernel/store.ts';
import { userNotFound } from '../errors.ts';
import { folded, type Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import type { User } from './user.ts';

const END = '\u0001';

/** The kinds of names by which users are found without a scan. */
export type KeyKind = 'username' | 'sub' | 'email';

/** What every key of one kind begins with. */
export const keyPrefix = (pool: Pool, kind: KeyKind, name = ''): string =>
  `${pool.id}/${kind}/${kind === 'sub' ? name : folded(pool, name)}`;

/** What the keys of exactly this e-mail address begin with: several users may share one. */
export const emailPrefix = (pool: Pool, email: string): string =>
  keyPrefix(pool, 'email', email) + END;

/** Where a user is stored. */
export const userKey = (poolId: string, username: string): string => `${poolId}/${username}`;

const keysOf = (pool: Pool, user: User): string[] => {
  const email = user.attributes['email'];
  return [
    keyPrefix(pool, 'username', user.username),
    keyPrefix(pool, 'sub', user.sub),
    ...(email === undefined ? [] : [emailPrefix(pool, email) + user.username]),
  ];
};

/** The writes that store, change (`before` and `after`) or delete a user with all keys to it. */
export const userWrites = (
  state: CognitoState,
  pool: Pool,
  { before, after }: { before?: User; after?: User },
): Write[] => {
  const old = before ? keysOf(pool, before) : [];
  const next = after ? keysOf(pool, after) : [];
  return [
    ...old.filter((key) => !next.includes(key)).map((key) => state.userKeys.deleting(key)),
    ...next
      .filter((key) => !old.includes(key))
      .map((key) => state.userKeys.putting(key, { username: after?.username ?? '' })),
    ...(before && !after ? [state.users.deleting(userKey(pool.id, before.username))] : []),
    ...(after ? [state.users.putting(userKey(pool.id, after.username), after)] : []),
  ];
};

/** The name of the user who signs in with this address; only pools that sign in so have one. */
export const ownerOfEmail = async (
  state: CognitoState,
  pool: Pool,
  email: string,
): Promise<string | undefined> => {
  const [found] = await state.userKeys.list({ prefix: emailPrefix(pool, email), limit: 1 });
  return found?.value.username;
};

const usernameFor = async (
  state: CognitoState,
  pool: Pool,
  name: string,
): Promise<string | undefined> => {
  if (pool.emailAsUsername && name.includes('@')) return ownerOfEmail(state, pool, name);
  const known = await state.userKeys.get(keyPrefix(pool, 'username', name));
  return known?.username ?? (await state.userKeys.get(keyPrefix(pool, 'sub', name)))?.username;
};

/** Finds a user by any name that Cognito takes as Username: user name, `sub`, sign-in e-mail. */
export const findUser = async (
  state: CognitoState,
  pool: Pool,
  name: string,
): Promise<User | undefined> => {
  const username = await usernameFor(state, pool, name);
  return username === undefined ? undefined : state.users.get(userKey(pool.id, username));
};

/** The same, or Cognito's UserNotFoundException. */
export const requireUser = async (state: CognitoState, pool: Pool, name: string): Promise<User> => {
  const user = await findUser(state, pool, name);
  if (!user) throw userNotFound();
  return user;
};
