import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { fakeLambda, type Run } from '../../apigateway/fakeLambda.ts';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  PASSWORD,
  signIn,
} from '../aPool.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:trigger';

let run: Run;
const functions = fakeLambda({ trigger: (event) => run(event) });
let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let username: string;

/** A handler as AWS shows it: the event comes back with claims in its response. */
const claims =
  (claimsOverrideDetails: JsonObject | null): Run =>
  (event) => ({ ...event, response: { claimsOverrideDetails } });

beforeAll(async () => {
  engine = await cognitoEngine([functions.service]);
  UserPoolId = await aPool(engine, { LambdaConfig: { PreTokenGeneration: ARN } });
  ClientId = await aClient(engine, UserPoolId);
});
beforeEach(async () => {
  run = claims(null);
  username = await aUser(engine, UserPoolId);
  functions.invoked.length = 0;
});
afterAll(() => engine.destroy());

const idClaims = async () => decodeJwt((await signIn(engine, ClientId, { username })).IdToken);

const lastEvent = () => functions.invoked.at(-1)?.event;

describe('the pre token generation trigger', () => {
  it('is told who signs in, as event version 1', async () => {
    await signIn(engine, ClientId, { username });

    expect(lastEvent()).toEqual({
      version: '1',
      triggerSource: 'TokenGeneration_Authentication',
      region: 'us-east-1',
      userPoolId: UserPoolId,
      userName: username,
      callerContext: { awsSdkVersion: expect.any(String), clientId: ClientId },
      request: {
        userAttributes: {
          sub: username,
          'cognito:user_status': 'CONFIRMED',
          email: expect.stringContaining('@'),
          email_verified: 'true',
          'custom:tenantId': 't1',
          'custom:userRole': 'TenantUser',
        },
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      },
      response: { claimsOverrideDetails: null },
    });
    expect(functions.invoked.at(-1)?.principal).toEqual({
      kind: 'service',
      service: 'cognito-idp.amazonaws.com',
      sourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`,
    });
  });

  it('is told of a refresh', async () => {
    const { RefreshToken } = await signIn(engine, ClientId, { username });

    await engine.anonymously('InitiateAuth', {
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
      ClientMetadata: { lost: 'here, as on AWS' },
    });

    expect(lastEvent()).toHaveProperty('triggerSource', 'TokenGeneration_RefreshTokens');
    expect(lastEvent()).not.toHaveProperty('request.clientMetadata');
  });

  it("is told of a new password, with the answer's metadata", async () => {
    await engine.call('AdminSetUserPassword', {
      UserPoolId,
      Username: username,
      Password: 'Temporary-1',
    });
    const challenge = await engine.anonymously('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: 'Temporary-1' },
    });

    await engine.anonymously('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: String(challenge['Session']),
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: PASSWORD },
      ClientMetadata: { from: 'the app' },
    });

    expect(functions.invoked).toHaveLength(1);
    expect(lastEvent()).toMatchObject({
      triggerSource: 'TokenGeneration_NewPasswordChallenge',
      request: { clientMetadata: { from: 'the app' } },
    });
  });

  it('adds, overrides and suppresses claims of the ID token alone', async () => {
    run = claims({
      claimsToAddOrOverride: { 'custom:tenantId': 't2', plan: 'gold', email: 'x@y.zz' },
      claimsToSuppress: ['custom:userRole', 'email'],
    });

    const tokens = await signIn(engine, ClientId, { username });

    const id = decodeJwt(tokens.IdToken);
    expect(id).toMatchObject({ 'custom:tenantId': 't2', plan: 'gold', sub: username });
    expect(id).not.toHaveProperty('custom:userRole');
    expect(id).not.toHaveProperty('email');
    expect(decodeJwt(tokens.AccessToken)).not.toHaveProperty('plan');
  });

  it.each([
    'acr',
    'amr',
    'at_hash',
    'aud',
    'auth_time',
    'azp',
    'cognito:username',
    'cognito:groups',
    'exp',
    'iat',
    'identities',
    'iss',
    'jti',
    'nbf',
    'nonce',
    'origin_jti',
    'sub',
    'token_use',
  ])('leaves %s alone', async (name) => {
    run = claims({ claimsToAddOrOverride: { [name]: 'forged' } });
    expect((await idClaims())[name]).not.toBe('forged');
    const before = name in (await idClaims());
    run = claims({ claimsToSuppress: [name] });

    expect(name in (await idClaims())).toBe(before);
  });

  it('refuses the sign-in with its own message, in the words of Cognito', async () => {
    run = () => {
      throw new Error('You are no member');
    };

    await expect(signIn(engine, ClientId, { username })).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error You are no member.',
    });
  });

  it.each<[string, Run]>([
    ['nothing', () => null],
    ['a response alone', () => ({ response: { claimsOverrideDetails: null } })],
    ['no response', (event) => ({ ...event, response: undefined })],
    ['a list as claim', claims({ claimsToAddOrOverride: { roles: ['a', 'b'] } })],
    ['a number as claim', claims({ claimsToAddOrOverride: { level: 3 } })],
  ])('makes no tokens of %s', async (_what, bad) => {
    run = bad;

    await expect(signIn(engine, ClientId, { username })).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  it('is given five seconds, three times', async () => {
    const started = engine.engine.clock.now();
    run = () => new Promise(() => {});
    const signing = signIn(engine, ClientId, { username });

    const refused = await engine.advanceWhile(
      signing.catch((error: unknown) => error),
      1_000,
    );

    expect(refused).toMatchObject({ code: 'UnexpectedLambdaException' });
    expect(functions.invoked).toHaveLength(3);
    expect(engine.engine.clock.now() - started).toBeGreaterThanOrEqual(15_000);
  });

  it('signs in when only its first attempt is lost', async () => {
    const [slow, quick]: Run[] = [() => new Promise(() => {}), claims(null)];
    run = (event) => (functions.invoked.length === 1 ? slow : quick)?.(event);

    const tokens = await engine.advanceWhile(signIn(engine, ClientId, { username }), 1_000);

    expect(tokens).toMatchObject({ IdToken: expect.any(String) });
  });

  it('refuses groups by name, which this engine does not have', async () => {
    run = claims({ groupOverrideDetails: { groupsToOverride: ['admins'] } });

    await expect(signIn(engine, ClientId, { username })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: expect.stringContaining('groupOverrideDetails'),
    });
  });
});
