import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
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
import { totpCode } from './authenticatorApp.ts';

const TOTP = { SoftwareTokenMfaConfiguration: { Enabled: true } };

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let Username: string;
beforeAll(async () => {
  engine = await cognitoEngine();
});
beforeEach(async () => {
  UserPoolId = await aPool(engine);
  await demand('OPTIONAL');
  ClientId = await aClient(engine, UserPoolId);
  Username = await aUser(engine, UserPoolId);
});
afterAll(() => engine.destroy());

const demand = (MfaConfiguration: string) =>
  engine.call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration, ...TOTP });

const codeOf = (secret: string) => totpCode(secret, engine.engine.clock.now());

const wrongFor = (secret: string) => (codeOf(secret) === '123456' ? '654321' : '123456');

const password = () =>
  engine.anonymously('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD },
  });

const answer = (challenge: JsonObject, responses: JsonObject, name = 'SOFTWARE_TOKEN_MFA') =>
  engine.anonymously('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: name,
    Session: String(challenge['Session']),
    ChallengeResponses: { USERNAME: Username, ...responses },
  });

const sendCode = (challenge: JsonObject, code: string) =>
  answer(challenge, { SOFTWARE_TOKEN_MFA_CODE: code });

const associate = async (by: JsonObject) => {
  const answered = await engine.anonymously('AssociateSoftwareToken', by);
  return { secret: String(answered['SecretCode']), Session: answered['Session'] };
};

const verify = (by: JsonObject, UserCode: string) =>
  engine.anonymously('VerifySoftwareToken', { ...by, UserCode, FriendlyDeviceName: 'phone' });

const prefer = (AccessToken: string, Enabled: boolean) =>
  engine.anonymously('SetUserMFAPreference', {
    AccessToken,
    SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled },
  });

/** Sets up an app for the user, who is signed in; gives its secret. A code of the next step is new then. */
const withApp = async (): Promise<string> => {
  const { AccessToken } = await signIn(engine, ClientId, { username: Username });
  const { secret } = await associate({ AccessToken });
  await verify({ AccessToken }, codeOf(secret));
  await prefer(AccessToken, true);
  await engine.advance(30_000);
  return secret;
};

describe('a second factor that a user has chosen', () => {
  it('is asked for at the next sign-in, and listed', async () => {
    const secret = await withApp();

    const challenge = await password();

    expect(challenge).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone' },
    });
    expect(challenge['AuthenticationResult']).toBeUndefined();
    const signedIn = part(await sendCode(challenge, codeOf(secret)), 'AuthenticationResult');
    const listed = {
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    };
    expect(
      await engine.anonymously('GetUser', { AccessToken: String(signedIn['AccessToken']) }),
    ).toMatchObject(listed);
    expect(await engine.call('AdminGetUser', { UserPoolId, Username })).toMatchObject(listed);
  });

  it('takes each code once, and codes before it no more', async () => {
    const secret = await withApp();
    const code = codeOf(secret);
    const challenge = await password();
    await sendCode(challenge, code);

    const used = {
      code: 'ExpiredCodeException',
      message: 'Your software token has already been used once.',
    };
    await expect(sendCode(challenge, code)).rejects.toMatchObject(used);
    const earlier = totpCode(secret, engine.engine.clock.now() - 30_000);
    await expect(sendCode(challenge, earlier)).rejects.toMatchObject(used);
  });

  it('survives a wrong code, but not five in a quarter of an hour', async () => {
    const secret = await withApp();
    const challenge = await password();
    for (let guess = 0; guess < 4; guess += 1) {
      await expect(sendCode(challenge, wrongFor(secret))).rejects.toMatchObject({
        code: 'CodeMismatchException',
        message: 'Invalid code received for user',
      });
    }
    await sendCode(challenge, codeOf(secret));
    for (let guess = 0; guess < 5; guess += 1) {
      await expect(sendCode(challenge, wrongFor(secret))).rejects.toMatchObject({
        code: 'CodeMismatchException',
      });
    }
    await engine.advance(60_000);

    await expect(sendCode(await password(), codeOf(secret))).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    });
    await engine.advance(900_000);
    await sendCode(await password(), codeOf(secret));
  });

  it('holds the session to its password, user, client and minutes', async () => {
    const secret = await withApp();
    const challenge = await password();
    const other = await aClient(engine, UserPoolId);
    const invalid = { code: 'NotAuthorizedException', message: 'Invalid session for the user.' };
    const code = () => ({ SOFTWARE_TOKEN_MFA_CODE: codeOf(secret) });

    const foreign = await aUser(engine, UserPoolId);
    await expect(answer(challenge, { ...code(), USERNAME: foreign })).rejects.toMatchObject(
      invalid,
    );
    [ClientId] = [other];
    await expect(answer(challenge, code())).rejects.toMatchObject(invalid);
    const late = await password();
    await engine.advance(181_000);
    await expect(answer(late, code())).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
    const fresh = await password();
    await engine.call('AdminSetUserPassword', {
      UserPoolId,
      Username,
      Password: PASSWORD,
      Permanent: true,
    });
    await expect(answer(fresh, code())).rejects.toMatchObject(invalid);
  });

  it('is turned off by an administrator for a user who lost the app', async () => {
    await withApp();

    await engine.call('AdminSetUserMFAPreference', {
      UserPoolId,
      Username,
      SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
    });

    expect(await signIn(engine, ClientId, { username: Username })).toHaveProperty('IdToken');
  });

  it('stays as it was until another app has proved itself', async () => {
    const secret = await withApp();
    const signedIn = part(await sendCode(await password(), codeOf(secret)), 'AuthenticationResult');
    const AccessToken = String(signedIn['AccessToken']);
    const { secret: another } = await associate({ AccessToken });
    await expect(verify({ AccessToken }, wrongFor(another))).rejects.toMatchObject({
      code: 'EnableSoftwareTokenMFAException',
      message: 'Code mismatch and fail enable Software Token MFA',
    });
    await engine.advance(30_000);
    await sendCode(await password(), codeOf(secret));

    await verify({ AccessToken }, codeOf(another));
    await engine.advance(30_000);

    await expect(sendCode(await password(), codeOf(secret))).rejects.toMatchObject({
      code: 'CodeMismatchException',
    });
    await sendCode(await password(), codeOf(another));
  });

  it('cannot be turned on without an app that was verified', async () => {
    const { AccessToken } = await signIn(engine, ClientId, { username: Username });
    await expect(prefer(AccessToken, true)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'User has not set up software token mfa',
    });
    await associate({ AccessToken });

    await expect(prefer(AccessToken, true)).rejects.toMatchObject({
      message: 'User has not verified software token mfa',
    });
  });
});
