import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  PASSWORD,
  part,
  signIn,
} from '../aPool.ts';

const DAY_MS = 86_400_000;

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine);
});
beforeEach(async () => {
  ClientId = await aClient(engine, UserPoolId);
});
afterAll(() => engine.destroy());

const tryPassword = (USERNAME: string, password: string) =>
  engine.anonymously('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: password },
  });

const refresh = (token: string, clientId = ClientId) =>
  engine.anonymously('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: token },
  });

describe('InitiateAuth', () => {
  it('tells nobody whether the user or the password is wrong', async () => {
    const username = await aUser(engine, UserPoolId);

    const wrong = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(tryPassword(username, 'Wrong-pass-1')).rejects.toMatchObject(wrong);
    await expect(tryPassword('no@one.else', PASSWORD)).rejects.toMatchObject(wrong);
    ClientId = await aClient(engine, UserPoolId, { PreventUserExistenceErrors: 'LEGACY' });
    await expect(tryPassword('no@one.else', PASSWORD)).rejects.toMatchObject({
      code: 'UserNotFoundException',
    });
  });

  it('keeps a disabled user out, and old sessions ended after the user is back', async () => {
    const username = await aUser(engine, UserPoolId);
    const tokens = await signIn(engine, ClientId, { username });
    await engine.call('AdminDisableUser', { UserPoolId, Username: username });

    const disabled = { code: 'NotAuthorizedException', message: 'User is disabled.' };
    await expect(tryPassword(username, PASSWORD)).rejects.toMatchObject(disabled);
    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject(disabled);
    await expect(
      engine.anonymously('GetUser', { AccessToken: tokens.AccessToken }),
    ).rejects.toMatchObject(disabled);
    await engine.call('AdminEnableUser', { UserPoolId, Username: username });

    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({
      message: 'Refresh Token has been revoked',
    });
    await signIn(engine, ClientId, { username });
  });

  it.each([
    ['CUSTOM_AUTH', 'UnsupportedOperation'],
    ['ADMIN_USER_PASSWORD_AUTH', 'InvalidParameterException'],
    ['NONSENSE', 'InvalidParameterException'],
  ])('refuses the flow %s', async (AuthFlow, code) => {
    const refused = engine.anonymously('InitiateAuth', { ClientId, AuthFlow });

    await expect(refused).rejects.toMatchObject({ code });
  });

  it('refuses a flow that the client does not allow', async () => {
    ClientId = await aClient(engine, UserPoolId, {
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });

    await expect(tryPassword('a@b.cd', PASSWORD)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'USER_PASSWORD_AUTH flow not enabled for this client',
    });
  });

  it('refuses a missing parameter and an unknown client by name', async () => {
    const without = engine.anonymously('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'a@b.cd' },
    });

    await expect(without).rejects.toMatchObject({
      message: 'Missing required parameter PASSWORD',
    });
    ClientId = 'nobody';
    await expect(tryPassword('a@b.cd', PASSWORD)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'User pool client nobody does not exist.',
    });
  });
});

describe('AdminInitiateAuth', () => {
  it('signs in where the client allows it, for signed callers only', async () => {
    const USERNAME = await aUser(engine, UserPoolId);
    ClientId = await aClient(engine, UserPoolId, {
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    });
    const input = {
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    };

    const answer = await engine.call('AdminInitiateAuth', input);

    expect(part(answer, 'AuthenticationResult')).toHaveProperty('IdToken');
    await expect(engine.anonymously('AdminInitiateAuth', input)).rejects.toMatchObject({
      code: 'MissingAuthenticationTokenException',
    });
  });
});

describe('refresh tokens', () => {
  it('give new tokens of the same session, without a new refresh token', async () => {
    const username = await aUser(engine, UserPoolId);
    const tokens = await signIn(engine, ClientId, { username });
    await engine.advance(60_000);

    const result = part(await refresh(tokens.RefreshToken), 'AuthenticationResult');

    expect(result['RefreshToken']).toBeUndefined();
    expect(result['IdToken']).not.toBe(tokens.IdToken);
  });

  it('expire, and work for their own client only', async () => {
    const username = await aUser(engine, UserPoolId);
    const { RefreshToken } = await signIn(engine, ClientId, { username });
    const other = await aClient(engine, UserPoolId);

    await expect(refresh(RefreshToken, other)).rejects.toMatchObject({
      message: 'Invalid Refresh Token',
    });
    await expect(refresh(`${RefreshToken}x`)).rejects.toMatchObject({
      message: 'Invalid Refresh Token',
    });
    await engine.advance(30 * DAY_MS + 1_000);
    await expect(refresh(RefreshToken)).rejects.toMatchObject({
      message: 'Refresh Token has expired',
    });
  });

  it('are revoked one session at a time', async () => {
    const username = await aUser(engine, UserPoolId);
    const first = await signIn(engine, ClientId, { username });
    const second = await signIn(engine, ClientId, { username });

    await engine.anonymously('RevokeToken', { ClientId, Token: first.RefreshToken });

    await expect(refresh(first.RefreshToken)).rejects.toMatchObject({
      message: 'Refresh Token has been revoked',
    });
    await expect(
      engine.anonymously('GetUser', { AccessToken: first.AccessToken }),
    ).rejects.toMatchObject({ message: 'Access Token has been revoked' });
    await refresh(second.RefreshToken);
    await expect(
      engine.anonymously('RevokeToken', { ClientId, Token: second.AccessToken }),
    ).rejects.toMatchObject({ code: 'UnsupportedTokenTypeException' });
  });
});

describe('SignUp', () => {
  it('is refused, in each kind of pool for its own reason', async () => {
    const input = { Username: 'new@example.com', Password: PASSWORD };
    const open = await aPool(engine, { AdminCreateUserConfig: {} });
    const openClient = await aClient(engine, open);

    await expect(engine.anonymously('SignUp', { ClientId, ...input })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
    await expect(
      engine.anonymously('SignUp', { ClientId: openClient, ...input }),
    ).rejects.toMatchObject({ code: 'UnsupportedOperation' });
  });
});
