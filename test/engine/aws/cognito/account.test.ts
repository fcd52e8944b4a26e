import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  PASSWORD,
  signIn,
} from './aPool.ts';

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let username: string;
let AccessToken: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine, { AutoVerifiedAttributes: ['email'] });
});
beforeEach(async () => {
  ClientId = await aClient(engine, UserPoolId);
  username = await aUser(engine, UserPoolId);
  ({ AccessToken } = await signIn(engine, ClientId, { username }));
});
afterAll(() => engine.destroy());

const update = (Name: string, Value: string, token = AccessToken) =>
  engine.anonymously('UpdateUserAttributes', {
    AccessToken: token,
    UserAttributes: [{ Name, Value }],
  });

const attributes = async (token = AccessToken) => {
  const answer = await engine.anonymously('GetUser', { AccessToken: token });
  const list = answer['UserAttributes'] as { Name: string; Value: string }[];
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
};

describe('UpdateUserAttributes', () => {
  it('writes what the client may write', async () => {
    await update('name', 'Ann');

    expect(await attributes()).toMatchObject({ name: 'Ann', sub: username });
  });

  it.each([['custom:userRole'], ['custom:tenantId'], ['email_verified']])(
    'refuses %s, which the client may not write',
    async (name) => {
      await expect(update(name, 'true')).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'A client attempted to write unauthorized attribute',
      });
    },
  );

  it('refuses the address where the client may not write it, at a new password too', async () => {
    const narrow = await aClient(engine, UserPoolId, { WriteAttributes: ['name'] });
    const unauthorized = {
      code: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    };
    const tokens = await signIn(engine, narrow, { username });
    await expect(update('email', 'x@example.com', tokens.AccessToken)).rejects.toMatchObject(
      unauthorized,
    );
    await engine.call('AdminSetUserPassword', {
      UserPoolId,
      Username: username,
      Password: PASSWORD,
    });
    const challenge = await engine.anonymously('InitiateAuth', {
      ClientId: narrow,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    });

    const slipped = engine.anonymously('RespondToAuthChallenge', {
      ClientId: narrow,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: String(challenge['Session']),
      ChallengeResponses: {
        USERNAME: username,
        NEW_PASSWORD: `${PASSWORD}2`,
        'userAttributes.email': 'x@example.com',
      },
    });

    await expect(slipped).rejects.toMatchObject(unauthorized);
  });

  it('refuses an immutable attribute even where the client may write all', async () => {
    const open = await aClient(engine, UserPoolId, { WriteAttributes: [] });
    const tokens = await signIn(engine, open, { username });

    await expect(update('custom:tenantId', 't2', tokens.AccessToken)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'user.custom:tenantId: Attribute cannot be updated.\n',
    });
    await update('custom:userRole', 'TenantAdmin', tokens.AccessToken);
  });

  it('mails a code that verifies the new address and no other', async () => {
    const answer = await update('email', 'fresh@example.com');

    const [mail] = await engine.engine.mail.to('fresh@example.com');
    const Code = /code is (\d{6})/.exec(mail?.body ?? '')?.[1] ?? '';
    const verify = (code: string) =>
      engine.anonymously('VerifyUserAttribute', {
        AccessToken,
        AttributeName: 'email',
        Code: code,
      });
    expect(answer['CodeDeliveryDetailsList']).toMatchObject([{ DeliveryMedium: 'EMAIL' }]);
    expect(await attributes()).toMatchObject({ email_verified: 'false' });
    await expect(verify('nonsense')).rejects.toMatchObject({ code: 'CodeMismatchException' });
    await engine.call('AdminUpdateUserAttributes', {
      UserPoolId,
      Username: username,
      UserAttributes: [{ Name: 'email', Value: 'moved@example.com' }],
    });
    await expect(verify(Code)).rejects.toMatchObject({ code: 'CodeMismatchException' });
    await engine.anonymously('GetUserAttributeVerificationCode', {
      AccessToken,
      AttributeName: 'email',
    });
    const [second] = await engine.engine.mail.to('moved@example.com');
    await verify(/code is (\d{6})/.exec(second?.body ?? '')?.[1] ?? '');
    expect(await attributes()).toMatchObject({ email_verified: 'true' });
  });
});

describe('AdminUpdateUserAttributes', () => {
  it('moves an address and vouches for it in one call', async () => {
    const email = `moved-${username}@example.com`;
    const verify = (Value: string) => ({ Name: 'email_verified', Value });
    const change = (UserAttributes: { Name: string; Value: string }[]) =>
      engine.call('AdminUpdateUserAttributes', { UserPoolId, Username: username, UserAttributes });

    await change([{ Name: 'email', Value: email }, verify('true')]);

    expect(await attributes()).toMatchObject({ email, email_verified: 'true' });
    await change([verify('false')]);
    expect(await attributes()).toMatchObject({ email, email_verified: 'false' });
  });
});

describe('DeleteUserAttributes', () => {
  it('removes what the client may write, but not the sign-in address', async () => {
    await update('name', 'Ann');
    const remove = (name: string) =>
      engine.anonymously('DeleteUserAttributes', { AccessToken, UserAttributeNames: [name] });

    await remove('name');

    expect(await attributes()).not.toHaveProperty('name');
    await expect(remove('email')).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(remove('custom:userRole')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
  });
});

describe('GetUser', () => {
  it('shows what the client may read', async () => {
    const reader = await aClient(engine, UserPoolId, { ReadAttributes: ['email'] });
    const tokens = await signIn(engine, reader, { username });

    const seen = await attributes(tokens.AccessToken);

    expect(Object.keys(seen).sort()).toEqual(['email', 'sub']);
  });

  it('refuses other tokens, forged, expired and orphaned ones', async () => {
    const { IdToken } = await signIn(engine, ClientId, { username });
    const [header, body] = AccessToken.split('.');

    const invalid = { code: 'NotAuthorizedException', message: 'Invalid Access Token' };
    await expect(attributes(IdToken)).rejects.toMatchObject(invalid);
    await expect(attributes(`${header}.${body}.AAAA`)).rejects.toMatchObject(invalid);
    await expect(attributes('nonsense')).rejects.toMatchObject(invalid);
    const { AccessToken: orphan } = await signIn(engine, ClientId, { username });
    await engine.advance(3_601_000);
    await expect(attributes(orphan)).rejects.toMatchObject({ message: 'Access Token has expired' });
    const { AccessToken: fresh } = await signIn(engine, ClientId, { username });
    await engine.call('AdminDeleteUser', { UserPoolId, Username: username });
    await expect(attributes(fresh)).rejects.toMatchObject({ code: 'UserNotFoundException' });
  });
});

describe('ChangePassword', () => {
  it('needs the old password and obeys the policy', async () => {
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      engine.anonymously('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword });

    await expect(change('Wrong-pass-1', 'Another-pass-1')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
    await expect(change(PASSWORD, 'weakweak')).rejects.toMatchObject({
      code: 'InvalidPasswordException',
    });
    await change(PASSWORD, 'Another-pass-1');

    await signIn(engine, ClientId, { username, password: 'Another-pass-1' });
    await expect(signIn(engine, ClientId, { username })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
  });
});

describe('signing out everywhere', () => {
  it.each(['GlobalSignOut', 'AdminUserGlobalSignOut'])(
    '%s ends sessions of the past, not those to come',
    async (operation) => {
      await (operation === 'GlobalSignOut'
        ? engine.anonymously(operation, { AccessToken })
        : engine.call(operation, { UserPoolId, Username: username }));

      await expect(attributes()).rejects.toMatchObject({
        message: 'Access Token has been revoked',
      });
      const later = await signIn(engine, ClientId, { username });
      expect(await attributes(later.AccessToken)).toHaveProperty('sub', username);
    },
  );
});

describe('a deleted client', () => {
  it('takes its tokens with it', async () => {
    await engine.call('DeleteUserPoolClient', { UserPoolId, ClientId });

    await expect(attributes()).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
});
