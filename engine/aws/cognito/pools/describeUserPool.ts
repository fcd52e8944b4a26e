import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';
import type { Pool } from './pool.ts';
import { poolArn } from './poolArn.ts';
import { temporaryPasswordDays } from './poolSettings.ts';
import { requirePool } from './requirePool.ts';

/** The pool as DescribeUserPool gives it; its secret stays inside. */
export const describedPool = (state: CognitoState, pool: Pool, users: number): JsonObject => {
  const { Policies, AdminCreateUserConfig, ...settings } = pool.settings;
  const days = temporaryPasswordDays(pool.settings);
  return {
    Id: pool.id,
    Arn: poolArn(state.engine, pool.id),
    Name: pool.name,
    CreationDate: pool.createdAt / 1000,
    LastModifiedDate: pool.modifiedAt / 1000,
    EstimatedNumberOfUsers: users,
    SchemaAttributes: pool.schema,
    ...(pool.emailAsUsername && { UsernameAttributes: ['email'] }),
    UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
    ...settings,
    Policies: {
      ...Policies,
      PasswordPolicy: { ...Policies.PasswordPolicy, TemporaryPasswordValidityDays: days },
    },
    AdminCreateUserConfig: { ...AdminCreateUserConfig, UnusedAccountValidityDays: days },
  };
};

/** Counts users exactly where Cognito estimates. */
export const describeUserPool = (state: CognitoState): Operation =>
  cognitoOperation(z.strictObject({ UserPoolId }), async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const count = await state.userCounts.get(pool.id);
    return { UserPool: describedPool(state, pool, count?.users ?? 0) };
  });
