import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { UserPoolId } from '../fields.ts';
import { checkSender } from '../mail/emailConfiguration.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';
import type { Pool } from './pool.ts';
import { PoolSettings, refuseMfaWithoutFactor, refuseUncovered } from './poolSettings.ts';
import { requirePool } from './requirePool.ts';
import { SchemaInput, withCustomAttributes } from './schemaAttribute.ts';

/** Changes a stored pool inside its turn. */
export const changePool = (
  state: CognitoState,
  poolId: string,
  change: (pool: Pool) => Pool,
): Promise<void> =>
  state.turns.take(poolId, async () => {
    const pool = change(await requirePool(state, poolId));
    await state.pools.put(poolId, { ...pool, modifiedAt: state.engine.clock.now() });
  });

const UpdateInput = PoolSettings.extend({
  UserPoolId,
  PoolName: z.string().min(1).max(128).optional(),
});

/** Settings that are not given go back to their defaults, as Cognito does it; tags and name stay. */
export const updateUserPool = (state: CognitoState): Operation =>
  cognitoOperation(UpdateInput, async ({ UserPoolId: poolId, PoolName, ...settings }) => {
    refuseUncovered(settings);
    await checkSender(state.engine, settings.EmailConfiguration);
    await changePool(state, poolId, (pool) => {
      refuseMfaWithoutFactor(settings, pool.softwareTokenMfa);
      const UserPoolTags = settings.UserPoolTags ?? pool.settings.UserPoolTags;
      return { ...pool, name: PoolName ?? pool.name, settings: { ...settings, UserPoolTags } };
    });
    return {};
  });

const AddInput = z.strictObject({
  UserPoolId,
  CustomAttributes: z.array(SchemaInput).min(1).max(25),
});

/** Existing clients that list their attributes neither read nor write the new ones. */
export const addCustomAttributes = (state: CognitoState): Operation =>
  cognitoOperation(AddInput, async (input) => {
    await changePool(state, input.UserPoolId, (pool) => ({
      ...pool,
      schema: withCustomAttributes(pool.schema, input.CustomAttributes),
    }));
    return {};
  });
