import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  PASSWORD,
  part,
} from '../aPool.ts';
import { browserUser, type Step, stepping } from './identityJs.ts';

const SRP = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] };
const LIMIT = 60_000;

let engine: CognitoEngine;
let UserPoolId: string;
let ClientId: string;
let Username: string;
let sub: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine);
  ClientId = await aClient(engine, UserPoolId, SRP);
});
beforeEach(async () => {
  Username = `${randomUUID()}@example.com`;
  sub = await aUser(engine, UserPoolId, Username);
});
afterAll(() => engine.destroy());

const browser = (more = {}) =>
  browserUser(engine.engine, { UserPoolId, ClientId, Username, ...more });

const subOf = (step: Step) =>
  step.kind === 'session' ? decodeJwt(step.session.getIdToken().getJwtToken()).sub : step.kind;

const initiate = (AuthParameters: JsonObject, clientId = ClientId) =>
  engine.anonymously('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: Username, SRP_A: 'abcdef', ...AuthParameters },
  });

const verify = (challenge: JsonObject, responses: JsonObject = {}) =>
  engine.anonymously('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: Username,
      PASSWORD_CLAIM_SECRET_BLOCK: String(part(challenge, 'ChallengeParameters')['SECRET_BLOCK']),
      PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
      TIMESTAMP: 'Thu Jan 1 00:00:00 UTC 2026',
      ...responses,
    },
  });

describe('USER_SRP_AUTH', () => {
  it(
    "signs in AWS's own front-end library, and no wrong password",
    async () => {
      expect(subOf(await browser().signIn(PASSWORD))).toBe(sub);

      await expect(browser().signIn('Wrong-pass-1')).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    },
    LIMIT,
  );

  it(
    'lets an invited user choose a password, drawn or given',
    async () => {
      const invite = (more: JsonObject) =>
        engine.call('AdminCreateUser', {
          UserPoolId,
          Username: `new-${Username}`,
          DesiredDeliveryMediums: ['EMAIL'],
          ...more,
        });
      await invite({ TemporaryPassword: 'Temporary-1' });
      const first = browser({ Username: `new-${Username}` });
      expect(await first.signIn('Temporary-1')).toEqual({ kind: 'newPassword' });
      await engine.advance(1_000);
      await invite({ MessageAction: 'RESEND' });
      const [mail] = await engine.engine.mail.to(`new-${Username}`);
      const drawn = /password is (\S+)\.$/.exec(mail?.body ?? '')?.[1] ?? '';

      const { user, signIn } = browser({ Username: `new-${Username}` });

      expect(await signIn(drawn)).toEqual({ kind: 'newPassword' });
      const step = await stepping((callbacks) =>
        user.completeNewPasswordChallenge(PASSWORD, {}, callbacks),
      );
      expect(step.kind).toBe('session');
      const again = await browser({ Username: `new-${Username}` }).signIn(PASSWORD);
      expect(again.kind).toBe('session');
    },
    LIMIT,
  );

  it(
    'knows a password that was forgotten or changed',
    async () => {
      const { user } = browser();
      await new Promise((resolve, reject) =>
        user.forgotPassword({ onSuccess: resolve, onFailure: reject }),
      );
      const [mail] = await engine.engine.mail.to(Username);
      const code = /code is (\d{6})/.exec(mail?.body ?? '')?.[1] ?? '';
      await new Promise<string>((resolve, reject) =>
        user.confirmPassword(code, 'Another-horse-2', { onSuccess: resolve, onFailure: reject }),
      );

      const signedIn = browser();
      expect(subOf(await signedIn.signIn('Another-horse-2'))).toBe(sub);
      await new Promise((resolve, reject) =>
        signedIn.user.changePassword('Another-horse-2', PASSWORD, (error, result) =>
          error ? reject(error) : resolve(result),
        ),
      );

      expect(subOf(await browser().signIn(PASSWORD))).toBe(sub);
    },
    LIMIT,
  );

  it('shows users who are not there the same salt and id each time', async () => {
    const stranger = { USERNAME: `nobody-${Username}` };
    const parameters = async () => part(await initiate(stranger), 'ChallengeParameters');
    const [first, second] = [await parameters(), await parameters()];

    const known = part(await initiate({}), 'ChallengeParameters');

    expect(Object.keys(first)).toEqual(Object.keys(known));
    expect(String(first['SECRET_BLOCK'])).toHaveLength(String(known['SECRET_BLOCK']).length);
    expect(first).toMatchObject({
      SALT: second['SALT'],
      USER_ID_FOR_SRP: second['USER_ID_FOR_SRP'],
    });
    expect(first['SRP_B']).not.toBe(second['SRP_B']);
    expect(first['USER_ID_FOR_SRP']).toMatch(/^[0-9a-f-]{36}$/);
    await expect(verify(await initiate(stranger), stranger)).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    const open = await aClient(engine, UserPoolId, {
      ...SRP,
      PreventUserExistenceErrors: 'LEGACY',
    });
    await expect(initiate(stranger, open)).rejects.toMatchObject({ code: 'UserNotFoundException' });
  });

  it('refuses a half that would make the key known, and odd answers', async () => {
    await expect(initiate({ SRP_A: '0' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    await expect(initiate({ SRP_A: 'no number' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    const challenge = await initiate({});
    const wrong = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(verify(challenge)).rejects.toMatchObject(wrong);
    await expect(
      verify(challenge, { PASSWORD_CLAIM_SECRET_BLOCK: 'bm9uZQ==' }),
    ).rejects.toMatchObject(wrong);
    await expect(verify(challenge, { TIMESTAMP: '2026-01-01' })).rejects.toMatchObject({
      message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    });
    await engine.advance(181_000);
    await expect(verify(challenge)).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('is refused where the client does not allow it', async () => {
    const other = await aClient(engine, UserPoolId);

    await expect(initiate({}, other)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'USER_SRP_AUTH is not enabled for the client.',
    });
  });

  it(
    'keeps a disabled user out',
    async () => {
      await engine.call('AdminDisableUser', { UserPoolId, Username });

      await expect(browser().signIn(PASSWORD)).rejects.toMatchObject({
        message: 'User is disabled.',
      });
    },
    LIMIT,
  );
});
