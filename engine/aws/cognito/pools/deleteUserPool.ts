import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { Collection } from '../../../kernel/store.ts';
import { invalidParameter } from '../errors.ts';
import { UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';
import { requirePool } from './requirePool.ts';

const BATCH = 500;

const drain = async <T>(
  state: CognitoState,
  collection: Collection<T>,
  prefix: string,
): Promise<void> => {
  let entries = await collection.list({ prefix, limit: BATCH });
  while (entries.length > 0) {
    await state.engine.store.batch(entries.map(({ key }) => collection.deleting(key)));
    entries = await collection.list({ prefix, limit: BATCH });
  }
};

/** The pool goes last: after a crash in between it can be deleted again, and nothing is orphaned. */
export const deleteUserPool = (state: CognitoState): Operation =>
  cognitoOperation(z.strictObject({ UserPoolId }), ({ UserPoolId: poolId }) =>
    state.turns.take(poolId, async () => {
      const pool = await requirePool(state, poolId);
      if (pool.settings.DeletionProtection === 'ACTIVE') {
        throw invalidParameter(
          'The user pool cannot be deleted because deletion protection is activated. ' +
            'Deletion protection must be inactivated first.',
        );
      }
      const prefix = `${poolId}/`;
      await drain(state, state.userKeys, prefix);
      await drain(state, state.users, prefix);
      const clients = await state.clients.list({ prefix });
      await state.engine.store.batch([
        ...clients.flatMap(({ key, value }) => [
          state.clients.deleting(key),
          state.clientOwners.deleting(value.id),
        ]),
        state.userCounts.deleting(poolId),
        state.signingKeys.deleting(poolId),
        state.pools.deleting(poolId),
      ]);
      return {};
    }),
  );
