import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aClient, aPool, aUser, type CognitoEngine, cognitoEngine, signIn } from '../aPool.ts';

const FRESH = 'Another-horse-2';

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let Username: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine);
  ClientId = await aClient(engine, UserPoolId);
});
beforeEach(async () => {
  Username = `${randomUUID()}@example.com`;
  await aUser(engine, UserPoolId, Username);
});
afterAll(() => engine.destroy());

const reset = () => engine.call('AdminResetUserPassword', { UserPoolId, Username });

describe('AdminResetUserPassword', () => {
  it('ends the password and mails a code for another', async () => {
    await reset();

    await expect(signIn(engine, ClientId, { username: Username })).rejects.toMatchObject({
      code: 'PasswordResetRequiredException',
      message: 'Password reset required for the user',
    });
    const wrong = signIn(engine, ClientId, { username: Username, password: FRESH });
    await expect(wrong).rejects.toMatchObject({ code: 'NotAuthorizedException' });
    const [mail] = await engine.engine.mail.to(Username);
    await engine.anonymously('ConfirmForgotPassword', {
      ClientId,
      Username,
      ConfirmationCode: /code is (\d{6})/.exec(mail?.body ?? '')?.[1] ?? '',
      Password: FRESH,
    });
    await signIn(engine, ClientId, { username: Username, password: FRESH });
    const user = await engine.call('AdminGetUser', { UserPoolId, Username });
    expect(user).toHaveProperty('UserStatus', 'CONFIRMED');
  });

  it('needs a verified address and a user who has signed in', async () => {
    const unverified = [{ Name: 'email_verified', Value: 'false' }];
    await engine.call('AdminUpdateUserAttributes', {
      UserPoolId,
      Username,
      UserAttributes: unverified,
    });
    await expect(reset()).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await engine.call('AdminSetUserPassword', { UserPoolId, Username, Password: 'Temporary-1' });

    await expect(reset()).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
});
