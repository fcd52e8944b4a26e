import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { Attribute, inertContext, Password, Username, UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { hashPassword } from '../passwords/passwordHash.ts';
import { checkPassword } from '../passwords/passwordPolicy.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import { updatedAttributes } from './attributeRules.ts';
import { changeUser } from './changeUser.ts';
import { attributeList, mfaOf, type User, userSummary } from './user.ts';
import { changedCount } from './userCount.ts';
import { requireUser, userWrites } from './userKeys.ts';

const UserInput = z.strictObject({ UserPoolId, Username });

/** Shows all attributes, whatever clients may read. */
export const adminGetUser = (state: CognitoState): Operation =>
  cognitoOperation(UserInput, async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const user = await requireUser(state, pool, input.Username);
    return { ...userSummary(user), UserAttributes: attributeList(user), ...mfaOf(user) };
  });

/** The name and the e-mail address are free again at once. */
export const adminDeleteUser = (state: CognitoState): Operation =>
  cognitoOperation(UserInput, (input) =>
    state.turns.take(input.UserPoolId, async () => {
      const pool = await requirePool(state, input.UserPoolId);
      const before = await requireUser(state, pool, input.Username);
      await state.engine.store.batch([
        ...userWrites(state, pool, { before }),
        await changedCount(state, pool.id, -1),
      ]);
      return {};
    }),
  );

const changing = (state: CognitoState, change: (user: User) => User): Operation =>
  cognitoOperation(UserInput, async (input) => {
    await changeUser(state, { poolId: input.UserPoolId, name: input.Username }, change);
    return {};
  });

/** Ends all of the user's sessions as well, as Cognito revokes a disabled user's tokens. */
export const adminDisableUser = (state: CognitoState): Operation =>
  changing(state, (user) => ({ ...user, enabled: false, epoch: state.engine.random.uuid() }));

/** Sessions from before the user was disabled stay ended. */
export const adminEnableUser = (state: CognitoState): Operation =>
  changing(state, (user) => ({ ...user, enabled: true }));

/** Ends every session, and with it every token. */
export const adminUserGlobalSignOut = (state: CognitoState): Operation =>
  changing(state, (user) => ({ ...user, epoch: state.engine.random.uuid() }));

const PasswordInput = UserInput.extend({ Password, Permanent: z.boolean().default(false) });

/** Sessions go on: only the next sign-in sees the new password. */
export const adminSetUserPassword = (state: CognitoState): Operation =>
  cognitoOperation(PasswordInput, async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const known = await requireUser(state, pool, input.Username);
    checkPassword(input.Password, pool.settings.Policies.PasswordPolicy);
    const password = await hashPassword(state.engine.random, known, input.Password);
    await changeUser(state, { poolId: pool.id, name: known.sub }, (user) => ({
      ...user,
      password,
      passwordSetAt: state.engine.clock.now(),
      status: input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    }));
    return {};
  });

const UpdateInput = UserInput.extend({
  UserAttributes: z.array(Attribute),
  ClientMetadata: inertContext.ClientMetadata,
});

/** A new e-mail address is unverified unless the same call says otherwise. */
export const adminUpdateUserAttributes = (state: CognitoState): Operation =>
  cognitoOperation(UpdateInput, async (input) => {
    const address = { poolId: input.UserPoolId, name: input.Username };
    await changeUser(state, address, (user, pool) => ({
      ...user,
      attributes: updatedAttributes(pool, user.attributes, input.UserAttributes),
    }));
    return {};
  });

const DeleteInput = UserInput.extend({ UserAttributeNames: z.array(z.string().min(1).max(32)) });

/** The name and the e-mail address are free again at once. */
/** The same as setting the attributes to blank values. */
export const adminDeleteUserAttributes = (state: CognitoState): Operation =>
  cognitoOperation(DeleteInput, async (input) => {
    const blank = input.UserAttributeNames.map((Name) => ({ Name, Value: '' }));
    const address = { poolId: input.UserPoolId, name: input.Username };
    await changeUser(state, address, (user, pool) => ({
      ...user,
      attributes: updatedAttributes(pool, user.attributes, blank),
    }));
    return {};
  });
