import { AwsError } from '../../../endpoint/errors.ts';
import type { Pool } from '../pools/pool.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import type { User } from './user.ts';
import { ownerOfEmail, requireUser, userWrites } from './userKeys.ts';

const refuseTakenEmail = async (state: CognitoState, pool: Pool, user: User): Promise<void> => {
  const email = user.attributes['email'];
  if (!pool.emailAsUsername || email === undefined) return;
  const owner = await ownerOfEmail(state, pool, email);
  if (owner !== undefined && owner !== user.username) {
    throw new AwsError('AliasExistsException', 'An account with the email already exists.');
  }
};

/** Which user of which pool; `name` is any name that Cognito takes as Username. */
export type UserAddress = { poolId: string; name: string };

/** Changes a stored user inside the pool's turn; `change` sees the user as it is then. */
export const changeUser = (
  state: CognitoState,
  { poolId, name }: UserAddress,
  change: (user: User, pool: Pool) => User,
): Promise<User> =>
  state.turns.take(poolId, async () => {
    const pool = await requirePool(state, poolId);
    const before = await requireUser(state, pool, name);
    const after = { ...change(before, pool), modifiedAt: state.engine.clock.now() };
    await refuseTakenEmail(state, pool, after);
    await state.engine.store.batch(userWrites(state, pool, { before, after }));
    return after;
  });
