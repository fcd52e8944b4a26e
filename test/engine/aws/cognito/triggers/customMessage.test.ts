import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ses } from '../../../../../engine/aws/ses/ses.ts';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { fakeLambda, type Run } from '../../apigateway/fakeLambda.ts';
import {
  aClient,
  aPool,
  aUser,
  type CognitoEngine,
  cognitoEngine,
  part,
  signIn,
} from '../aPool.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:trigger';
const SENDER = 'no-reply@acme.example';

let run: Run;
const functions = fakeLambda({ trigger: (event) => run(event) });
let engine: CognitoEngine;
/** A pool that sends by SES, and one whose mail is Cognito's. */
const pools = { own: '', default: '' };
let people = 0;

const saying =
  (response: JsonObject): Run =>
  (event) => ({ ...event, response });

beforeAll(async () => {
  engine = await cognitoEngine([functions.service, ses]);
  await engine.engine.call({
    service: 'ses',
    operation: 'CreateEmailIdentity',
    input: { EmailIdentity: SENDER },
    principal: { kind: 'root', accountId: engine.engine.accountId },
  });
  const LambdaConfig = { CustomMessage: ARN };
  const EmailConfiguration = {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: `arn:aws:ses:us-east-1:000000000000:identity/${SENDER}`,
  };
  const AutoVerifiedAttributes = ['email'];
  pools.own = await aPool(engine, { LambdaConfig, EmailConfiguration, AutoVerifiedAttributes });
  pools.default = await aPool(engine, { LambdaConfig });
});
beforeEach(() => {
  run = saying({});
  functions.invoked.length = 0;
});
afterAll(() => engine.destroy());

const newAddress = () => {
  people += 1;
  return `person${people}@example.com`;
};

const invite = (UserPoolId: string, Username: string, more: JsonObject = {}) =>
  engine.call('AdminCreateUser', {
    UserPoolId,
    Username,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    ...more,
  });

const lastMailTo = async (address: string) => (await engine.engine.mail.to(address)).at(0);
const lastEvent = () => functions.invoked.at(-1)?.event;

describe('the custom message trigger', () => {
  it('is told whom an invitation goes to, and nothing that the caller says', async () => {
    const address = newAddress();

    const made = await invite(pools.own, address, { ClientMetadata: { company: 'Evil' } });

    const sub = part(made, 'User')['Username'];
    expect(lastEvent()).toEqual({
      version: '1',
      triggerSource: 'CustomMessage_AdminCreateUser',
      region: 'us-east-1',
      userPoolId: pools.own,
      userName: sub,
      callerContext: { awsSdkVersion: expect.any(String), clientId: 'CLIENT_ID_NOT_APPLICABLE' },
      request: {
        userAttributes: {
          sub,
          email: address,
          email_verified: 'true',
          'cognito:user_status': 'FORCE_CHANGE_PASSWORD',
        },
        codeParameter: '{####}',
        linkParameter: '{##Click Here##}',
        usernameParameter: '{username}',
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    });
  });

  it('words the invitation, and the next one, around the name and the password', async () => {
    run = saying({ emailSubject: 'Acme', emailMessage: 'For {username}: {####}' });
    const address = newAddress();
    await invite(pools.own, address);

    await invite(pools.own, address, { MessageAction: 'RESEND' });

    const mails = await engine.engine.mail.to(address);
    for (const mail of mails) {
      expect(mail.subject).toBe('Acme');
      expect(mail.body).toMatch(new RegExp(`^For ${address}: \\S{8,}$`));
    }
    expect(new Set(mails.map(({ body }) => body)).size).toBe(2);
    expect(functions.invoked).toHaveLength(2);
  });

  it.each<[string, JsonObject]>([
    ['says nothing', {}],
    ['says null', { emailMessage: null, emailSubject: null }],
  ])('leaves Cognito’s words where it %s', async (_what, response) => {
    run = saying(response);
    const [own, other] = [newAddress(), newAddress()];

    await invite(pools.own, own);
    await invite(pools.default, other);

    for (const address of [own, other]) {
      expect((await lastMailTo(address))?.body).toContain(`Your username is ${address} and`);
    }
  });

  it('is not asked for an invitation that is not mailed', async () => {
    await invite(pools.own, newAddress(), { MessageAction: 'SUPPRESS' });

    expect(functions.invoked).toEqual([]);
  });

  it.each<[string, Run, string]>([
    ['no code', saying({ emailMessage: 'For {username}' }), 'InvalidLambdaResponseException'],
    ['no user name', saying({ emailMessage: 'It is {####}' }), 'InvalidLambdaResponseException'],
    [
      'too much',
      saying({ emailMessage: `{username} {####} ${'x'.repeat(20_000)}` }),
      'InvalidLambdaResponseException',
    ],
    ['an empty subject', saying({ emailSubject: '' }), 'InvalidLambdaResponseException'],
    ['a long subject', saying({ emailSubject: 'x'.repeat(141) }), 'InvalidLambdaResponseException'],
    ['a number', saying({ emailMessage: 7 }), 'InvalidLambdaResponseException'],
    ['another event', () => ({ response: {} }), 'InvalidLambdaResponseException'],
    [
      'an error',
      () => {
        throw new Error('no words');
      },
      'UserLambdaValidationException',
    ],
  ])('is refused with %s, and leaves a user whom nobody has told', async (_what, answer, code) => {
    run = answer;
    const address = newAddress();

    await expect(invite(pools.own, address)).rejects.toMatchObject({ code });

    expect(await lastMailTo(address)).toBeUndefined();
    const get = { UserPoolId: pools.own, Username: address };
    await expect(engine.call('AdminGetUser', get)).resolves.toBeDefined();
  });

  it.each(['emailMessage', 'emailSubject'])(
    'is refused with an %s where Cognito itself sends the mail',
    async (field) => {
      run = saying({ [field]: 'For {username}: {####}' });

      await expect(invite(pools.default, newAddress())).rejects.toMatchObject({
        code: 'InvalidLambdaResponseException',
      });
    },
  );
});

describe('the custom message trigger, for codes', () => {
  let ClientId: string;
  let address: string;
  let AccessToken: string;

  beforeEach(async () => {
    ClientId = await aClient(engine, pools.own);
    address = newAddress();
    await aUser(engine, pools.own, address);
    ({ AccessToken } = await signIn(engine, ClientId, { username: address }));
    run = saying({ emailMessage: 'Code {####}' });
  });

  const ClientMetadata = { language: 'de' };

  it.each<[string, () => Promise<unknown>]>([
    [
      'ForgotPassword',
      () => engine.anonymously('ForgotPassword', { ClientId, Username: address, ClientMetadata }),
    ],
    [
      'VerifyUserAttribute',
      () =>
        engine.anonymously('GetUserAttributeVerificationCode', {
          AccessToken,
          AttributeName: 'email',
          ClientMetadata,
        }),
    ],
  ])('of %s is told the client and what it says, and words the mail', async (source, ask) => {
    await ask();

    expect(lastEvent()).toMatchObject({
      triggerSource: `CustomMessage_${source}`,
      callerContext: { clientId: ClientId },
      request: { clientMetadata: ClientMetadata, usernameParameter: null },
    });
    expect((await lastMailTo(address))?.body).toMatch(/^Code \d{6}$/);
  });

  it('needs the code alone', async () => {
    run = saying({ emailMessage: 'There is none' });
    const asking = engine.anonymously('ForgotPassword', { ClientId, Username: address });

    await expect(asking).rejects.toMatchObject({ code: 'InvalidLambdaResponseException' });
  });

  it('is asked when an administrator resets a password, and when an address changes', async () => {
    await engine.call('AdminResetUserPassword', { UserPoolId: pools.own, Username: address });
    const reset = lastEvent();
    const UserAttributes = [{ Name: 'email', Value: newAddress() }];
    await engine.anonymously('UpdateUserAttributes', { AccessToken, UserAttributes });

    expect(reset).toMatchObject({
      triggerSource: 'CustomMessage_ForgotPassword',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    });
    expect(lastEvent()).toMatchObject({ triggerSource: 'CustomMessage_UpdateUserAttribute' });
  });
});
