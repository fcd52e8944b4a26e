import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { readable } from '../clients/readable.ts';
import { wrongPassword } from '../errors.ts';
import { Attribute, inertContext, Password } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { hashPassword, passwordMatches } from '../passwords/passwordHash.ts';
import { checkPassword } from '../passwords/passwordPolicy.ts';
import type { CognitoState } from '../state.ts';
import { AccessToken, type Bearer, bearerOf } from '../tokens/bearer.ts';
import { changeUser } from '../users/changeUser.ts';
import { attributeList, mfaOf, type User } from '../users/user.ts';
import { emailCodeFor, sendEmailCode } from './emailCode.ts';
import { ownAttributes } from './ownAttributes.ts';

const changeOwn = (state: CognitoState, { user }: Bearer, change: (user: User) => User) =>
  changeUser(state, { poolId: user.poolId, name: user.sub }, change);

/** Shows what the client of the access token may read. */
export const getUser = (state: CognitoState): Operation =>
  cognitoOperation(z.strictObject({ AccessToken }), async (input) => {
    const { user, client } = await bearerOf(state, input.AccessToken);
    const UserAttributes = attributeList(user, readable(client));
    return { Username: user.username, UserAttributes, ...mfaOf(user) };
  });

const UpdateInput = z.strictObject({
  AccessToken,
  UserAttributes: z.array(Attribute),
  ClientMetadata: inertContext.ClientMetadata,
});

/** A changed e-mail address counts as unverified; pools that verify e-mail send a code to it. */
export const updateUserAttributes = (state: CognitoState): Operation =>
  cognitoOperation(UpdateInput, async (input) => {
    const bearer = await bearerOf(state, input.AccessToken);
    const after = await changeOwn(state, bearer, (user) => {
      const attributes = ownAttributes({ ...bearer, user }, input.UserAttributes);
      const changed = { ...user, attributes };
      return attributes['email'] === user.attributes['email']
        ? changed
        : { ...changed, emailCode: emailCodeFor(state, bearer.pool, attributes['email']) };
    });
    if (after.attributes['email'] === bearer.user.attributes['email']) return {};
    const cause = {
      source: 'UpdateUserAttribute',
      clientId: bearer.client.id,
      clientMetadata: input.ClientMetadata,
    } as const;
    return {
      CodeDeliveryDetailsList: await sendEmailCode(state, bearer.pool, { user: after, cause }),
    };
  });

const DeleteInput = z.strictObject({
  AccessToken,
  UserAttributeNames: z.array(z.string().min(1).max(32)),
});

/** Asks for the same permission as writing them. */
export const deleteUserAttributes = (state: CognitoState): Operation =>
  cognitoOperation(DeleteInput, async (input) => {
    const bearer = await bearerOf(state, input.AccessToken);
    const blank = input.UserAttributeNames.map((Name) => ({ Name, Value: '' }));
    await changeOwn(state, bearer, (user) => ({
      ...user,
      attributes: ownAttributes({ ...bearer, user }, blank),
    }));
    return {};
  });

const PasswordInput = z.strictObject({
  AccessToken,
  PreviousPassword: Password.optional(),
  ProposedPassword: Password,
});

/** Sessions go on: only the next sign-in sees the new password. */
export const changePassword = (state: CognitoState): Operation =>
  cognitoOperation(PasswordInput, async (input) => {
    const bearer = await bearerOf(state, input.AccessToken);
    if (!(await passwordMatches(input.PreviousPassword ?? '', bearer.user.password))) {
      throw wrongPassword();
    }
    checkPassword(input.ProposedPassword, bearer.pool.settings.Policies.PasswordPolicy);
    const password = await hashPassword(state.engine.random, bearer.user, input.ProposedPassword);
    const passwordSetAt = state.engine.clock.now();
    await changeOwn(state, bearer, (user) => ({ ...user, password, passwordSetAt }));
    return {};
  });

/** Ends every session of the user, the caller's own too. */
export const globalSignOut = (state: CognitoState): Operation =>
  cognitoOperation(z.strictObject({ AccessToken }), async (input) => {
    const bearer = await bearerOf(state, input.AccessToken);
    await changeOwn(state, bearer, (user) => ({ ...user, epoch: state.engine.random.uuid() }));
    return {};
  });
