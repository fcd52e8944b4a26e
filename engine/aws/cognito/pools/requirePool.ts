import { AwsError } from '../../../endpoint/errors.ts';
import type { CognitoState } from '../state.ts';
import type { Pool } from './pool.ts';

/** The pool, or Cognito's ResourceNotFoundException. */
export const requirePool = async (state: CognitoState, poolId: string): Promise<Pool> => {
  const pool = await state.pools.get(poolId);
  if (pool) return pool;
  throw new AwsError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
};
