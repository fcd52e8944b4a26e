import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../engine/aws/cognito/cognito.ts';
import { ses } from '../../../engine/aws/ses/ses.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { testEngine } from '../../support/testEngine.ts';
import { virtualClock } from '../../support/virtualClock.ts';

const DAY_MS = 86_400_000;

const bySes = {
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
    From: 'Acme <no-reply@acme.example>',
  },
};

const spent = {
  code: 'LimitExceededException',
  message: expect.stringContaining('Exceeded daily email limit for the operation or the account'),
};

let time: ReturnType<typeof virtualClock>;
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeEach(async () => {
  time = virtualClock();
  engine = await testEngine([cognito, ses], { clock: time.clock, limits: {} });
  await engine.call('ses', 'CreateEmailIdentity', { EmailIdentity: 'acme.example' });
});

afterEach(() => engine.destroy());

const aPool = async (more: JsonObject = {}): Promise<string> => {
  const input = { PoolName: 'p', AutoVerifiedAttributes: ['email'], ...more };
  const { UserPool } = await engine.call('cognito-idp', 'CreateUserPool', input);
  return String(Object(UserPool).Id);
};

const invite = (UserPoolId: string, Username: string, more: JsonObject = {}) =>
  engine.call('cognito-idp', 'AdminCreateUser', {
    UserPoolId,
    Username,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [{ Name: 'email', Value: `${Username}@tenant.example` }],
    ...more,
  });

const inviteMany = async (UserPoolId: string, many: number): Promise<void> => {
  for (let index = 0; index < many; index += 1) await invite(UserPoolId, `${UserPoolId}-${index}`);
};

describe("the daily mail limit of Cognito's own sender", () => {
  it('is 50 invitations over all pools of the account', async () => {
    const [one, other] = [await aPool(), await aPool()];
    await inviteMany(one, 30);
    await inviteMany(other, 20);
    await time.advance(1_000);

    await expect(invite(one, 'late')).rejects.toMatchObject(spent);
  });

  it('leaves no user behind that it refuses to invite', async () => {
    const pool = await aPool();
    await inviteMany(pool, 50);
    await time.advance(1_000);
    await expect(invite(pool, 'late')).rejects.toMatchObject(spent);

    await expect(
      engine.call('cognito-idp', 'AdminGetUser', { UserPoolId: pool, Username: 'late' }),
    ).rejects.toMatchObject({ code: 'UserNotFoundException' });
  });

  it('is over on the next day', async () => {
    const pool = await aPool();
    await inviteMany(pool, 50);
    await time.advance(DAY_MS);

    await expect(invite(pool, 'later')).resolves.toBeDefined();
  });

  it('is not used up by users who are made without a mail', async () => {
    const pool = await aPool();
    for (let index = 0; index < 50; index += 1) {
      await invite(pool, `silent-${index}`, { MessageAction: 'SUPPRESS' });
    }
    await time.advance(1_000);

    await expect(invite(pool, 'first')).resolves.toBeDefined();
  });

  it('lasts over a restart', async () => {
    const pool = await aPool();
    await inviteMany(pool, 50);
    await engine.close();
    const { directory } = engine;
    engine = await testEngine([cognito, ses], { clock: time.clock, directory, limits: {} });

    await expect(invite(pool, 'late')).rejects.toMatchObject(spent);
  });

  it('does not bind a pool that sends by SES', async () => {
    const pool = await aPool(bySes);
    for (let index = 0; index < 60; index += 1) {
      await invite(pool, `user-${index}`);
      await time.advance(100);
    }

    const [mail] = await engine.engine.mail.to('user-59@tenant.example');
    expect(mail?.from).toBe('no-reply@acme.example');
  });
});

describe('the EmailConfiguration of a user pool', () => {
  it('needs an identity of the account', async () => {
    const other = { ...bySes.EmailConfiguration, SourceArn: 'arn:aws:ses:x:0:identity/o.example' };

    await expect(aPool({ EmailConfiguration: other })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Email address is not verified.',
    });
  });

  it('needs to name one', async () => {
    await expect(
      aPool({ EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' });
  });

  it('sends as the identity itself where it names no other sender', async () => {
    await engine.call('ses', 'CreateEmailIdentity', { EmailIdentity: 'hello@acme.example' });
    const { From: _, ...configuration } = bySes.EmailConfiguration;
    const SourceArn = `${configuration.SourceArn}`.replace('acme.example', 'hello@acme.example');
    const pool = await aPool({ EmailConfiguration: { ...configuration, SourceArn } });

    await invite(pool, 'ada');

    const [mail] = await engine.engine.mail.to('ada@tenant.example');
    expect(mail?.from).toBe('hello@acme.example');
  });
});
