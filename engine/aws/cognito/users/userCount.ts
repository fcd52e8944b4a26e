import type { Write } from '../../../kernel/store.ts';
import type { CognitoState } from '../state.ts';

/** The write that counts a pool's users anew; to be made inside the pool's turn. */
export const changedCount = async (
  state: CognitoState,
  poolId: string,
  change: 1 | -1,
): Promise<Write> => {
  const count = await state.userCounts.get(poolId);
  return state.userCounts.putting(poolId, { users: (count?.users ?? 0) + change });
};
