import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CognitoUser } from 'amazon-cognito-identity-js';
import { aClient, aPool, type CognitoEngine, cognitoEngine, PASSWORD } from '../aPool.ts';
import { totpCode } from '../mfa/authenticatorApp.ts';
import { browserUser, type Step, stepping } from './identityJs.ts';

const FRESH = 'Another-horse-2';

let engine: CognitoEngine;
beforeAll(async () => {
  engine = await cognitoEngine();
});
afterAll(() => engine.destroy());

const lastCode = async (address: string, code: RegExp): Promise<string> => {
  const [mail] = await engine.engine.mail.to(address);
  return code.exec(mail?.body ?? '')?.[1] ?? '';
};

const associate = (user: CognitoUser): Promise<string> =>
  new Promise((resolve, reject) =>
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject }),
  );

const verify = (user: CognitoUser, code: string): Promise<unknown> =>
  new Promise((resolve, reject) =>
    user.verifySoftwareToken(code, 'phone', { onSuccess: resolve, onFailure: reject }),
  );

const sendCode = (user: CognitoUser, code: string): Promise<Step> =>
  stepping((callbacks) => user.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'));

const forget = (user: CognitoUser): Promise<unknown> =>
  new Promise((resolve, reject) => user.forgotPassword({ onSuccess: resolve, onFailure: reject }));

const confirm = (user: CognitoUser, code: string): Promise<string> =>
  new Promise((resolve, reject) =>
    user.confirmPassword(code, FRESH, { onSuccess: resolve, onFailure: reject }),
  );

describe("AWS's own front-end library", () => {
  it('goes the whole way: invitation, new password, app, code, forgotten password', async () => {
    const UserPoolId = await aPool(engine);
    const ClientId = await aClient(engine, UserPoolId, {
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    await engine.call('SetUserPoolMfaConfig', {
      UserPoolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const Username = `${randomUUID()}@example.com`;
    await engine.call('AdminCreateUser', {
      UserPoolId,
      Username,
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      DesiredDeliveryMediums: ['EMAIL'],
    });
    const browser = () => browserUser(engine.engine, { UserPoolId, ClientId, Username });

    const invited = browser();
    const temporary = await lastCode(Username, /password is (\S+)\.$/);
    expect(await invited.signIn(temporary)).toEqual({ kind: 'newPassword' });
    const asked = await stepping((callbacks) =>
      invited.user.completeNewPasswordChallenge(PASSWORD, {}, callbacks),
    );
    expect(asked).toEqual({ kind: 'mfaSetup' });
    const secret = await associate(invited.user);
    const code = () => totpCode(secret, engine.engine.clock.now());
    expect(await verify(invited.user, code())).toHaveProperty('idToken');

    await engine.advance(30_000);
    const again = browser();
    expect(await again.signIn(PASSWORD)).toEqual({ kind: 'totp' });
    await expect(sendCode(again.user, '000000')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await sendCode(again.user, code())).toHaveProperty('kind', 'session');

    await engine.advance(30_000);
    const forgetful = browser();
    await forget(forgetful.user);
    await confirm(forgetful.user, await lastCode(Username, /code is (\d{6})/));
    await expect(forgetful.signIn(PASSWORD)).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    expect(await forgetful.signIn(FRESH)).toEqual({ kind: 'totp' });
    expect(await sendCode(forgetful.user, code())).toHaveProperty('kind', 'session');
  }, 60_000);
});
