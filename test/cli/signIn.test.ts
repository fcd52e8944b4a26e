import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signIn } from '../../cli/signIn.ts';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  PASSWORD,
} from '../engine/aws/cognito/aPool.ts';
import { totpCode } from '../engine/aws/cognito/mfa/authenticatorApp.ts';

const EMAIL = 'ops@example.com';

let engine: CognitoEngine;
let ClientId: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  const UserPoolId = await aPool(engine);
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  const MfaConfiguration = 'ON';
  await engine.call('SetUserPoolMfaConfig', {
    UserPoolId,
    MfaConfiguration,
    SoftwareTokenMfaConfiguration,
  });
  ClientId = await aClient(engine, UserPoolId);
  await aUser(engine, UserPoolId, EMAIL);
});
afterAll(() => engine.destroy());

const attempt = (code: Record<string, string>) =>
  signIn(
    {
      ControlApiUrl: 'http://127.0.0.1:9/v1/',
      EventBusName: 'bus',
      OperatorClientId: ClientId,
      Region: 'us-east-1',
      DeadLetterQueues: [],
      OrphanSweeperFunction: 'sweeper',
      AwsEndpoint: engine.engine.endpoint,
      AccessKeyId: 'none',
      SecretAccessKey: 'none',
    },
    { ONBOARD_USERNAME: EMAIL, ONBOARD_PASSWORD: PASSWORD, ...code },
  );

/** Sets up an authenticator app by the calls of docs/deploy.md; gives its secret. */
const setUp = async (): Promise<string> => {
  const AuthParameters = { USERNAME: EMAIL, PASSWORD };
  const AuthFlow = 'USER_PASSWORD_AUTH';
  const asked = await engine.anonymously('InitiateAuth', { ClientId, AuthFlow, AuthParameters });
  const Session = String(asked['Session']);
  const app = await engine.anonymously('AssociateSoftwareToken', { Session });
  const secret = String(app['SecretCode']);
  const verified = await engine.anonymously('VerifySoftwareToken', {
    Session: String(app['Session']),
    UserCode: totpCode(secret, engine.engine.clock.now()),
  });
  await engine.anonymously('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'MFA_SETUP',
    Session: String(verified['Session']),
    ChallengeResponses: { USERNAME: EMAIL },
  });
  await engine.advance(30_000);
  return secret;
};

describe('signIn of an operator who needs a second factor', () => {
  it('says what sets it up, then asks for a code, refuses a wrong one and takes the right one', async () => {
    await expect(attempt({})).rejects.toThrow('has no authenticator app yet: run `onboard login`');
    const secret = await setUp();
    const right = totpCode(secret, engine.engine.clock.now());
    const wrong = right === '123456' ? '654321' : '123456';

    await expect(attempt({})).rejects.toThrow('set ONBOARD_MFA_CODE');
    await expect(attempt({ ONBOARD_MFA_CODE: wrong })).rejects.toThrow('the code is not good');
    const token = await attempt({ ONBOARD_MFA_CODE: right });
    expect(token.split('.')).toHaveLength(3);
    await expect(attempt({ ONBOARD_MFA_CODE: right })).rejects.toThrow('was not used yet');
  });
});
