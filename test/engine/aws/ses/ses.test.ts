import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { iam } from '../../../../engine/aws/iam/iam.ts';
import { ses } from '../../../../engine/aws/ses/ses.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { trustingSts } from '../../../support/openAccess.ts';
import { testEngine } from '../../../support/testEngine.ts';

const FROM = 'Acme <hello@mail.acme.example>';
const Content = {
  Simple: { Subject: { Data: 'Welcome' }, Body: { Text: { Data: 'Your code is 12345678' } } },
};

let engine: Awaited<ReturnType<typeof testEngine>>;
let client: SESv2Client;
beforeAll(async () => {
  engine = await testEngine([ses, iam, trustingSts]);
  client = new SESv2Client({
    endpoint: engine.engine.endpoint,
    region: 'us-east-1',
    credentials: engine.engine.credentials.root,
    maxAttempts: 1,
  });
});
beforeEach(async () => {
  await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'Acme.example' }));
});
afterAll(() => engine.destroy());
const forget = (EmailIdentity: string) =>
  client.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
afterEach(() => forget('acme.example'));

const send = (to: string, more: Partial<SendEmailCommandInput> = {}) =>
  client.send(
    new SendEmailCommand({
      FromEmailAddress: FROM,
      Destination: { ToAddresses: [to] },
      Content,
      ...more,
    }),
  );

describe('an identity', () => {
  it('is verified from the start, and is made once', async () => {
    const EmailIdentity = 'acme.example';
    const found = await client.send(new GetEmailIdentityCommand({ EmailIdentity }));

    expect(found).toMatchObject({
      IdentityType: 'DOMAIN',
      VerifiedForSendingStatus: true,
      VerificationStatus: 'SUCCESS',
    });
    await expect(
      client.send(new CreateEmailIdentityCommand({ EmailIdentity })),
    ).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await expect(forget('other.example')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('is an address as well as a domain', async () => {
    const EmailIdentity = 'Ann@Other.example';

    const made = await client.send(new CreateEmailIdentityCommand({ EmailIdentity }));

    expect(made).toMatchObject({ IdentityType: 'EMAIL_ADDRESS' });
    await send('eve@x.example', { FromEmailAddress: 'Ann@OTHER.example' });
    await expect(
      send('bob@x.example', { FromEmailAddress: 'ann@other.example' }),
    ).rejects.toMatchObject({ name: 'MessageRejected' });
    await forget(EmailIdentity);
  });
});

describe('SendEmail', () => {
  it('keeps a message for each recipient with all other mail', async () => {
    const Body = { Text: { Data: 'plain' }, Html: { Data: '<p>rich</p>' } };

    const { MessageId } = await send('ann@x.example', {
      Destination: { ToAddresses: ['Ann <ann@x.example>'], BccAddresses: ['bob@x.example'] },
      Content: { Simple: { Subject: { Data: 'Welcome' }, Body } },
    });

    expect(MessageId).toMatch(/./);
    for (const to of ['ann@x.example', 'bob@x.example']) {
      expect(await engine.engine.mail.to(to)).toMatchObject([
        {
          to,
          from: 'hello@mail.acme.example',
          subject: 'Welcome',
          body: 'plain',
          html: '<p>rich</p>',
        },
      ]);
    }
  });

  it('rejects a sender that no identity vouches for', async () => {
    const rejected = send('c@x.example', { FromEmailAddress: 'x@notacme.example' });

    await expect(rejected).rejects.toMatchObject({
      name: 'MessageRejected',
      message:
        'Email address is not verified. The following identities failed the check in region US-EAST-1: x@notacme.example',
    });
    expect(await engine.engine.mail.to('c@x.example')).toEqual([]);
  });

  it.each<[string, Partial<SendEmailCommandInput>]>([
    ['no recipient', { Destination: {} }],
    ['51 recipients', { Destination: { ToAddresses: Array(51).fill('a@x.example') } }],
    ['an address without domain', { Destination: { ToAddresses: ['ann'] } }],
    ['an address outside ASCII', { Destination: { ToAddresses: ['änn@x.example'] } }],
    ['a domain that is no A-label', { Destination: { ToAddresses: ['ann@bücher.example'] } }],
    ['a line break in the sender', { FromEmailAddress: 'A\r\nBcc: b@x.example <a@acme.example>' }],
    [
      'a line break in the subject',
      { Content: { Simple: { ...Content.Simple, Subject: { Data: 'a\r\nBcc: b@x.example' } } } },
    ],
    ['no body', { Content: { Simple: { ...Content.Simple, Body: {} } } }],
  ])('refuses %s', async (_what, more) => {
    await expect(send('a@x.example', more)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('refuses by name what it does not do', async () => {
    const raw = send('a@x.example', { Content: { Raw: { Data: Buffer.from('x') } } });

    await expect(raw).rejects.toMatchObject({
      name: 'UnsupportedOperation',
      message: expect.stringContaining('Content.Raw'),
    });
  });
});

describe("a role's right to send", () => {
  const RoleName = 'sender';
  const rights = async (statement: JsonObject) => {
    await engine.call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName: 'send',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'ses:SendEmail', ...statement },
      }),
    });
  };
  const sendAsRole = () =>
    engine.engine.call({
      service: 'ses',
      operation: 'SendEmail',
      input: { FromEmailAddress: FROM, Destination: { ToAddresses: ['r@x.example'] }, Content },
      principal: {
        kind: 'role',
        accountId: engine.engine.accountId,
        roleName: RoleName,
        sessionName: 's',
        tags: {},
      },
    });
  const arn = (identity: string) => `arn:aws:ses:us-east-1:000000000000:identity/${identity}`;

  beforeAll(async () => {
    await engine.call('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      }),
    });
  });

  it('is judged by the identity and by what the message says', async () => {
    const Resource = arn('acme.example');
    await rights({
      Resource,
      Condition: { StringEquals: { 'ses:FromAddress': 'hello@mail.acme.example' } },
    });

    expect(await sendAsRole()).toHaveProperty('MessageId');
    const denied = { code: 'AccessDeniedException', status: 403 };
    await rights({ Resource, Condition: { StringEquals: { 'ses:FromAddress': 'x@y.zz' } } });
    await expect(sendAsRole()).rejects.toMatchObject(denied);
    await rights({ Resource: arn('other.example') });
    await expect(sendAsRole()).rejects.toMatchObject(denied);
    await rights({
      Resource,
      Condition: { 'ForAllValues:StringLike': { 'ses:Recipients': '*@y.example' } },
    });
    await expect(sendAsRole()).rejects.toMatchObject(denied);
  });
});
