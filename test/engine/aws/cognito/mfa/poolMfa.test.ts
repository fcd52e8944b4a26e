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

const ON = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } };
const NEEDS_SMS =
  'SMS configuration and Auto verification for phone_number are required when MFA is required/optional';

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let Username: string;
beforeAll(async () => {
  engine = await cognitoEngine();
});
beforeEach(async () => {
  UserPoolId = await aPool(engine);
  ClientId = await aClient(engine, UserPoolId);
  Username = await aUser(engine, UserPoolId);
});
afterAll(() => engine.destroy());

const set = (input: JsonObject) => engine.call('SetUserPoolMfaConfig', { UserPoolId, ...input });

const password = () =>
  engine.anonymously('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD },
  });

const setUp = (Session: unknown) =>
  engine.anonymously('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'MFA_SETUP',
    Session: String(Session),
    ChallengeResponses: { USERNAME: Username },
  });

describe('SetUserPoolMfaConfig', () => {
  it('says what GetUserPoolMfaConfig and DescribeUserPool show', async () => {
    expect(await set(ON)).toEqual(ON);

    expect(await engine.call('GetUserPoolMfaConfig', { UserPoolId })).toEqual(ON);
    const pool = part(await engine.call('DescribeUserPool', { UserPoolId }), 'UserPool');
    expect(pool).toHaveProperty('MfaConfiguration', 'ON');
    expect(pool).not.toHaveProperty('softwareTokenMfa');
  });

  it.each([
    [{ MfaConfiguration: 'ON' }, 'InvalidParameterException'],
    [{ SoftwareTokenMfaConfiguration: { Enabled: true } }, 'InvalidParameterException'],
    [{ ...ON, EmailMfaConfiguration: {} }, 'UnsupportedOperation'],
    [{ ...ON, SmsMfaConfiguration: {} }, 'UnsupportedOperation'],
  ])('refuses %j', async (input, code) => {
    await expect(set(input)).rejects.toMatchObject({ code });
  });

  it('is the only way to MFA without SMS', async () => {
    const refused = { code: 'InvalidParameterException', message: NEEDS_SMS };
    const update = () =>
      engine.call('UpdateUserPool', { UserPoolId, MfaConfiguration: 'OPTIONAL' });
    await expect(aPool(engine, { MfaConfiguration: 'OPTIONAL' })).rejects.toMatchObject(refused);
    await expect(update()).rejects.toMatchObject(refused);

    await set(ON);

    expect(await update()).toEqual({});
  });

  it('is undone by an update of the pool that names no MFA', async () => {
    await set(ON);

    await engine.call('UpdateUserPool', { UserPoolId });

    expect(await signIn(engine, ClientId, { username: Username })).toHaveProperty('IdToken');
  });
});

describe('a pool that demands a second factor', () => {
  it('has users set one up before they get tokens', async () => {
    await set(ON);
    const challenge = await password();
    expect(challenge).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    await expect(setUp(challenge['Session'])).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
    const { SecretCode, Session } = await engine.anonymously('AssociateSoftwareToken', {
      Session: challenge['Session'],
    });
    await expect(setUp(Session)).rejects.toMatchObject({ code: 'NotAuthorizedException' });

    const UserCode = totpCode(String(SecretCode), engine.engine.clock.now());
    const verified = await engine.anonymously('VerifySoftwareToken', { Session, UserCode });

    expect(await setUp(verified['Session'])).toHaveProperty('AuthenticationResult.IdToken');
    expect(await password()).toHaveProperty('ChallengeName', 'SOFTWARE_TOKEN_MFA');
  });

  it('asks after a new password as well', async () => {
    await set(ON);
    await engine.call('AdminSetUserPassword', { UserPoolId, Username, Password: PASSWORD });
    const challenge = await password();

    const next = await engine.anonymously('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: String(challenge['Session']),
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: `${PASSWORD}2` },
    });

    expect(next).toHaveProperty('ChallengeName', 'MFA_SETUP');
  });

  it('lets no session that was for setting up do so twice', async () => {
    await set(ON);
    const { Session } = await password();
    const setUpBy = async () => {
      const answer = await engine.anonymously('AssociateSoftwareToken', { Session });
      const UserCode = totpCode(String(answer['SecretCode']), engine.engine.clock.now());
      return engine.anonymously('VerifySoftwareToken', { Session, UserCode });
    };
    await setUpBy();

    await expect(setUpBy()).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
});

describe('AssociateSoftwareToken', () => {
  it('is refused in pools without it, and without one proof of who asks', async () => {
    const { AccessToken } = await signIn(engine, ClientId, { username: Username });
    const associate = (by: JsonObject) => engine.anonymously('AssociateSoftwareToken', by);

    await expect(associate({ AccessToken })).rejects.toMatchObject({
      code: 'SoftwareTokenMFANotFoundException',
    });
    await expect(associate({})).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(associate({ Session: 'x'.repeat(40) })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
  });
});
