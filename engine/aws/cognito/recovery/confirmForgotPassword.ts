import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { Client } from '../clients/client.ts';
import { requireClientAndPool } from '../clients/requireClient.ts';
import { codeMismatch, notAuthorized } from '../errors.ts';
import { ClientId, inertContext, Password, Username } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { hashPassword } from '../passwords/passwordHash.ts';
import { checkPassword } from '../passwords/passwordPolicy.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { changeUser, type UserAddress } from '../users/changeUser.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { combinationNotFound } from './forgotPassword.ts';
import { codeProblem, withFailure } from './recoveryCode.ts';

const ConfirmInput = z.strictObject({
  ClientId,
  Username,
  ConfirmationCode: z.string().min(1).max(2048).regex(/^\S+$/),
  Password,
  ...inertContext,
});

const requireActive = async (
  state: CognitoState,
  { pool, client }: { pool: Pool; client: Client },
  name: string,
): Promise<User> => {
  const user = await findUser(state, pool, name);
  if (user?.enabled) return user;
  if (client.settings.PreventUserExistenceErrors === 'ENABLED') throw codeMismatch();
  throw user ? notAuthorized('User is disabled.') : combinationNotFound();
};

/** A wrong guess is counted before it is refused. */
const checkCode = async (
  state: CognitoState,
  address: UserAddress,
  code: string,
): Promise<void> => {
  const now = state.engine.clock.now();
  let problem: Error | undefined;
  await changeUser(state, address, (user) => {
    problem = codeProblem(user, code, now);
    return problem ? withFailure(user, now) : user;
  });
  if (problem) throw problem;
};

/** The code is spent with the first password that the policy takes; sessions go on. */
export const confirmForgotPassword = (state: CognitoState): Operation =>
  cognitoOperation(ConfirmInput, async (input) => {
    const addressee = await requireClientAndPool(state, input.ClientId);
    const { pool } = addressee;
    const active = await requireActive(state, addressee, input.Username);
    const address = { poolId: pool.id, name: active.sub };
    await checkCode(state, address, input.ConfirmationCode);
    checkPassword(input.Password, pool.settings.Policies.PasswordPolicy);
    const password = await hashPassword(state.engine.random, active, input.Password);
    const now = state.engine.clock.now();
    await changeUser(state, address, ({ recovery, ...user }) => {
      const problem = codeProblem({ ...user, recovery }, input.ConfirmationCode, now);
      if (problem) throw problem;
      return { ...user, password, passwordSetAt: now, status: 'CONFIRMED' };
    });
    return {};
  });
