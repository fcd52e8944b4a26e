import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { aClient, aPool, type CognitoEngine, cognitoEngine, PASSWORD, part } from '../aPool.ts';

const DAY_MS = 86_400_000;
const TEMPORARY = 'Temporary-1';

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let ann: string;
let bob: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine);
  ClientId = await aClient(engine, UserPoolId);
});
beforeEach(() => {
  ann = `${randomUUID()}@example.com`;
  bob = `${randomUUID()}@example.com`;
});
afterAll(() => engine.destroy());

const invite = (Username: string, poolId = UserPoolId) =>
  engine.call('AdminCreateUser', {
    UserPoolId: poolId,
    Username,
    TemporaryPassword: TEMPORARY,
    MessageAction: 'SUPPRESS',
  });

const resend = (TemporaryPassword: string) =>
  engine.call('AdminCreateUser', {
    UserPoolId,
    Username: ann,
    MessageAction: 'RESEND',
    DesiredDeliveryMediums: ['EMAIL'],
    TemporaryPassword,
  });

const tryPassword = (USERNAME: string, password: string, clientId = ClientId) =>
  engine.anonymously('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: password },
  });

const answerChallenge = (challenge: JsonObject, responses: JsonObject, clientId = ClientId) =>
  engine.anonymously('RespondToAuthChallenge', {
    ClientId: clientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: String(challenge['Session']),
    ChallengeResponses: { USERNAME: ann, ...responses },
  });

describe('the first sign-in', () => {
  it('asks for a new password and then signs in', async () => {
    await invite(ann);

    const challenge = await tryPassword(ann, TEMPORARY);
    const answer = await answerChallenge(challenge, { NEW_PASSWORD: PASSWORD });

    expect(challenge).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { requiredAttributes: '[]' },
    });
    expect(challenge['AuthenticationResult']).toBeUndefined();
    expect(part(answer, 'AuthenticationResult')).toMatchObject({ TokenType: 'Bearer' });
    const user = await engine.call('AdminGetUser', { UserPoolId, Username: ann });
    expect(user['UserStatus']).toBe('CONFIRMED');
    await expect(tryPassword(ann, TEMPORARY)).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
  });

  it('refuses a weak password, and lets the same session try again', async () => {
    await invite(ann);
    const challenge = await tryPassword(ann, TEMPORARY);

    const weak = answerChallenge(challenge, { NEW_PASSWORD: 'Short-1' });

    await expect(weak).rejects.toMatchObject({
      code: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    await answerChallenge(challenge, { NEW_PASSWORD: PASSWORD });
  });

  it('takes a session once, for its own user, for three minutes', async () => {
    await invite(ann);
    await invite(bob);
    const challenge = await tryPassword(ann, TEMPORARY);
    const late = await tryPassword(bob, TEMPORARY);

    const foreign = answerChallenge(challenge, {
      USERNAME: bob,
      NEW_PASSWORD: PASSWORD,
    });
    await expect(foreign).rejects.toMatchObject({ message: 'Invalid session for the user.' });
    const twice = await Promise.allSettled([
      answerChallenge(challenge, { NEW_PASSWORD: PASSWORD }),
      answerChallenge(challenge, { NEW_PASSWORD: `${PASSWORD}2` }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await engine.advance(181_000);
    await expect(
      answerChallenge(late, { USERNAME: bob, NEW_PASSWORD: PASSWORD }),
    ).rejects.toMatchObject({ message: 'Invalid session for the user, session is expired.' });
  });

  it('lets nobody slip in an attribute that the client may not write', async () => {
    await invite(ann);
    const challenge = await tryPassword(ann, TEMPORARY);

    const escalation = answerChallenge(challenge, {
      NEW_PASSWORD: PASSWORD,
      'userAttributes.custom:userRole': 'TenantAdmin',
    });

    await expect(escalation).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
  });

  it('asks for required attributes that are missing', async () => {
    const poolId = await aPool(engine, { Schema: [{ Name: 'name', Required: true }] });
    const clientId = await aClient(engine, poolId);
    await invite(ann, poolId);
    const challenge = await tryPassword(ann, TEMPORARY, clientId);

    const without = answerChallenge(challenge, { NEW_PASSWORD: PASSWORD }, clientId);

    expect(part(challenge, 'ChallengeParameters')['requiredAttributes']).toBe(
      '["userAttributes.name"]',
    );
    await expect(without).rejects.toMatchObject({
      message: 'Invalid attributes given, name is missing',
    });
    const complete = { NEW_PASSWORD: PASSWORD, 'userAttributes.name': 'Ann' };
    await answerChallenge(challenge, complete, clientId);
  });

  it('refuses a temporary password past its days until it is sent again', async () => {
    await invite(ann);

    await engine.advance(7 * DAY_MS + 1_000);

    await expect(tryPassword(ann, TEMPORARY)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
    await resend('Temporary-2');
    await engine.advance(6 * DAY_MS);
    expect(await tryPassword(ann, 'Temporary-2')).toHaveProperty('Session');
  });

  it('ends the temporary password, and what it began, once another is sent', async () => {
    await invite(ann);
    const challenge = await tryPassword(ann, TEMPORARY);

    await resend('Temporary-2');

    await expect(tryPassword(ann, TEMPORARY)).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    await expect(answerChallenge(challenge, { NEW_PASSWORD: PASSWORD })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
    });
  });
});
