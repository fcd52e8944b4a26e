import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  part,
  signIn,
} from '../aPool.ts';

const HOUR_MS = 3_600_000;
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

const forget = (more = {}) => engine.anonymously('ForgotPassword', { ClientId, Username, ...more });

const confirm = (ConfirmationCode: string, more = {}) =>
  engine.anonymously('ConfirmForgotPassword', {
    ClientId,
    Username,
    ConfirmationCode,
    Password: FRESH,
    ...more,
  });

const codeSent = async (): Promise<string> => {
  const [mail] = await engine.engine.mail.to(Username);
  return /code is (\d{6})/.exec(mail?.body ?? '')?.[1] ?? '';
};

const setAttribute = (Name: string, Value: string) =>
  engine.call('AdminUpdateUserAttributes', {
    UserPoolId,
    Username,
    UserAttributes: [{ Name, Value }],
  });

const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000');

describe('ForgotPassword', () => {
  it('mails a code that sets another password, once', async () => {
    const answer = await forget();

    const code = await codeSent();
    expect(answer['CodeDeliveryDetails']).toEqual({
      Destination: expect.stringMatching(/^.\*\*\*@e\*\*\*$/),
      DeliveryMedium: 'EMAIL',
      AttributeName: 'email',
    });
    expect(await engine.engine.mail.to(Username)).toMatchObject([
      { subject: 'Your password reset code', body: `Your password reset code is ${code}` },
    ]);
    await signIn(engine, ClientId, { username: Username });
    await confirm(code);
    await signIn(engine, ClientId, { username: Username, password: FRESH });
    await expect(signIn(engine, ClientId, { username: Username })).rejects.toThrow('Incorrect');
    await expect(confirm(code)).rejects.toMatchObject({ code: 'ExpiredCodeException' });
  });

  it("uses the pool's own words", async () => {
    const worded = await aPool(engine, {
      EmailVerificationSubject: 'Code',
      EmailVerificationMessage: 'Yours: {####}.',
    });
    await aUser(engine, worded, Username);

    await forget({ ClientId: await aClient(engine, worded) });

    expect(await engine.engine.mail.to(Username)).toMatchObject([
      { subject: 'Code', body: expect.stringMatching(/^Yours: \d{6}\.$/) },
    ]);
  });

  it('answers alike for users who are not there, disabled or without a verified address', async () => {
    const known = await forget();
    await setAttribute('email_verified', 'false');
    const unverified = await forget();
    await setAttribute('email_verified', 'true');
    await engine.call('AdminDisableUser', { UserPoolId, Username });
    const disabled = await forget();
    await engine.call('AdminDeleteUser', { UserPoolId, Username });
    const unknown = await forget();

    expect([unverified, disabled, unknown]).toEqual([known, known, known]);
    expect(await engine.engine.mail.to(Username)).toHaveLength(1);
    const drawn = part(await forget({ Username: 'no-address' }), 'CodeDeliveryDetails');
    expect(drawn).toMatchObject({
      Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
    });
  });

  it('says what is wrong to clients that hide nothing', async () => {
    const open = {
      ClientId: await aClient(engine, UserPoolId, { PreventUserExistenceErrors: 'LEGACY' }),
    };
    await setAttribute('email_verified', 'false');
    await expect(forget(open)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message:
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
    });
    await engine.call('AdminDisableUser', { UserPoolId, Username });
    await expect(forget(open)).rejects.toMatchObject({ message: 'User is disabled.' });
    await expect(confirm('123456', open)).rejects.toMatchObject({ message: 'User is disabled.' });
    await engine.call('AdminDeleteUser', { UserPoolId, Username });

    const unknown = {
      code: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    };
    await expect(forget(open)).rejects.toMatchObject(unknown);
    await expect(confirm('123456', open)).rejects.toMatchObject(unknown);
  });

  it('is not for users who still have a temporary password', async () => {
    await engine.call('AdminSetUserPassword', { UserPoolId, Username, Password: 'Temporary-1' });

    await expect(forget()).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  });

  it('sends five codes an hour', async () => {
    for (let count = 0; count < 5; count += 1) await forget();

    await expect(forget()).rejects.toMatchObject({
      code: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    await engine.advance(HOUR_MS);
    await forget();
  });

  it('is refused where only administrators recover accounts, and by name where SMS would', async () => {
    const recovery = (Name: string) => ({
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name, Priority: 1 }] },
    });
    const closed = await aClient(engine, await aPool(engine, recovery('admin_only')));
    const texting = await aPool(engine, recovery('verified_phone_number'));
    const user = await aUser(engine, texting, Username);
    await engine.call('AdminUpdateUserAttributes', {
      UserPoolId: texting,
      Username: user,
      UserAttributes: [
        { Name: 'phone_number', Value: '+15550100' },
        { Name: 'phone_number_verified', Value: 'true' },
      ],
    });

    await expect(forget({ ClientId: closed })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
    await expect(forget({ ClientId: await aClient(engine, texting) })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
    });
  });
});

describe('ConfirmForgotPassword', () => {
  it('takes the newest code only, for an hour and the same address', async () => {
    await forget();
    const first = await codeSent();
    await engine.advance(1_000);
    await forget();
    const second = await codeSent();

    await expect(confirm(first)).rejects.toMatchObject({ code: 'CodeMismatchException' });
    await engine.advance(HOUR_MS);
    await expect(confirm(second)).rejects.toMatchObject({ code: 'ExpiredCodeException' });
    await forget();
    const third = await codeSent();
    await setAttribute('email', `other-${Username}`);
    Username = `other-${Username}`;
    await expect(confirm(third)).rejects.toMatchObject({ code: 'ExpiredCodeException' });
  });

  it('takes five guesses an hour, and then not even the right code', async () => {
    await forget();
    const code = await codeSent();
    for (let guess = 0; guess < 5; guess += 1) {
      await expect(confirm(wrongOf(code))).rejects.toMatchObject({ code: 'CodeMismatchException' });
    }

    await expect(confirm(code)).rejects.toMatchObject({ code: 'LimitExceededException' });
    await engine.advance(1_000);
    await forget();
    await expect(confirm(await codeSent())).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
    await engine.advance(HOUR_MS);
    await forget();
    await confirm(await codeSent());
  });

  it('keeps the code when the new password is too weak', async () => {
    await forget();
    const code = await codeSent();

    await expect(confirm(code, { Password: 'weakweak' })).rejects.toMatchObject({
      code: 'InvalidPasswordException',
    });
    await confirm(code);
  });

  it('tells of users who are not there what it tells of a wrong code', async () => {
    await expect(confirm('123456')).rejects.toMatchObject({ code: 'ExpiredCodeException' });
    await engine.call('AdminDeleteUser', { UserPoolId, Username });

    await expect(confirm('123456')).rejects.toMatchObject({ code: 'CodeMismatchException' });
  });
});
