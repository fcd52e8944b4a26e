import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { randomString } from '../../../kernel/random.ts';
import { limitExceeded, notCovered } from '../errors.ts';
import { checkSender } from '../mail/emailConfiguration.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import { describedPool } from './describeUserPool.ts';
import type { Pool } from './pool.ts';
import { PoolSettings, refuseMfaWithoutFactor, refuseUncovered } from './poolSettings.ts';
import { poolSchema, SchemaInput } from './schemaAttribute.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What only a new pool can be given. */
const PoolBirth = z.strictObject({
  PoolName: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\w\s+=,.@-]+$/),
  Schema: z.array(SchemaInput).max(50).default([]),
  UsernameAttributes: z.array(z.enum(['email', 'phone_number'])).default([]),
  AliasAttributes: z.array(z.string()).default([]),
  UsernameConfiguration: z.strictObject({ CaseSensitive: z.boolean() }).optional(),
});

const refuseForeignNames = (birth: z.infer<typeof PoolBirth>): void => {
  if (birth.AliasAttributes.length > 0) throw notCovered('pools with AliasAttributes');
  if (birth.UsernameAttributes.includes('phone_number')) {
    throw notCovered('pools with UsernameAttributes phone_number');
  }
};

const checkCount = async ({ engine, pools }: CognitoState): Promise<void> => {
  if ((await pools.list()).length < engine.quotas.userPools) return;
  throw limitExceeded('user pools of the account');
};

/** Answers before the pool has a signing key: see tokens/keyRing.ts. */
export const createUserPool = (state: CognitoState, keys: KeyRing): Operation =>
  cognitoOperation(PoolSettings.extend(PoolBirth.shape), async (input) => {
    const { clock, random, region } = state.engine;
    const { PoolName, Schema, UsernameAttributes, AliasAttributes, ...rest } = input;
    const { UsernameConfiguration, ...settings } = rest;
    refuseForeignNames({ PoolName, Schema, UsernameAttributes, AliasAttributes });
    refuseUncovered(settings);
    refuseMfaWithoutFactor(settings, false);
    const now = clock.now();
    const pool: Pool = {
      id: `${region}_${randomString(random, ALPHABET, 9)}`,
      name: PoolName,
      createdAt: now,
      modifiedAt: now,
      emailAsUsername: UsernameAttributes.includes('email'),
      caseSensitive: UsernameConfiguration?.CaseSensitive ?? false,
      settings,
      softwareTokenMfa: false,
      schema: poolSchema(Schema),
      secret: random.bytes(32).toString('base64'),
    };
    await checkSender(state.engine, settings.EmailConfiguration);
    await checkCount(state);
    await state.pools.put(pool.id, pool);
    keys.prepare(pool.id);
    return { UserPool: describedPool(state, pool, 0) };
  });
