import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { aPool, aUser, type CognitoEngine, cognitoEngine, PASSWORD, part } from './aPool.ts';

let engine: CognitoEngine;
let UserPoolId: string;
beforeAll(async () => {
  engine = await cognitoEngine();
});
beforeEach(async () => {
  UserPoolId = await aPool(engine);
});
afterAll(() => engine.destroy());

const create = async (Username: string, more: JsonObject = {}) =>
  part(
    await engine.call('AdminCreateUser', {
      UserPoolId,
      Username,
      DesiredDeliveryMediums: ['EMAIL'],
      ...more,
    }),
    'User',
  );

const attributesOf = async (Username: string) => {
  const answer = await engine.call('AdminGetUser', { UserPoolId, Username });
  const list = answer['UserAttributes'] as { Name: string; Value: string }[];
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
};

describe('AdminCreateUser', () => {
  it('names the user by the sub and finds it by sub and by e-mail without case', async () => {
    const user = await create('Ann@example.com', {
      UserAttributes: [{ Name: 'custom:tenantId', Value: 't1' }],
    });

    expect(user).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(user['Username']).toMatch(/^[0-9a-f-]{36}$/);
    expect(await attributesOf('ann@EXAMPLE.com')).toEqual({
      sub: user['Username'],
      email: 'Ann@example.com',
      email_verified: 'false',
      'custom:tenantId': 't1',
    });
    expect(await attributesOf(String(user['Username']))).toHaveProperty('email', 'Ann@example.com');
  });

  it("invites in Cognito's own words with a password that the policy accepts", async () => {
    await create('bob@example.com');

    const [mail] = await engine.engine.mail.to('bob@example.com');

    expect(mail?.subject).toBe('Your temporary password');
    const body = /^Your username is bob@example\.com and temporary password is (\S+)\.$/;
    const password = body.exec(mail?.body ?? '')?.[1] ?? '';
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s]|.*_).{8,}$/);
  });

  it("invites in the pool's own words", async () => {
    UserPoolId = await aPool(engine, {
      AdminCreateUserConfig: {
        InviteMessageTemplate: {
          EmailSubject: 'Hello',
          EmailMessage: 'You: {username}, pass: {####}',
        },
      },
    });
    await create('carl@example.com', { TemporaryPassword: 'Tmp$&-Pass-1' });

    const [mail] = await engine.engine.mail.to('carl@example.com');

    expect(mail).toMatchObject({
      subject: 'Hello',
      body: 'You: carl@example.com, pass: Tmp$&-Pass-1',
    });
  });

  it('sends nothing when told to suppress, and a new password on RESEND', async () => {
    await create('dora@example.com', { MessageAction: 'SUPPRESS' });
    expect(await engine.engine.mail.to('dora@example.com')).toEqual([]);

    await create('dora@example.com', { MessageAction: 'RESEND' });

    expect(await engine.engine.mail.to('dora@example.com')).toHaveLength(1);
    const confirmed = await aUser(engine, UserPoolId);
    await expect(create(confirmed, { MessageAction: 'RESEND' })).rejects.toMatchObject({
      code: 'UnsupportedUserStateException',
      message: `Resend not possible. ${confirmed} status is not FORCE_CHANGE_PASSWORD`,
    });
    await expect(create('no@one.else', { MessageAction: 'RESEND' })).rejects.toMatchObject({
      code: 'UserNotFoundException',
    });
  });

  it('mails nothing unless e-mail is asked for: the default is a text message', async () => {
    const more = { DesiredDeliveryMediums: undefined };
    await create('silent@example.com', more);

    expect(await engine.engine.mail.to('silent@example.com')).toEqual([]);
    const UserAttributes = [{ Name: 'phone_number', Value: '+15550100' }];
    await expect(create('phone@example.com', { ...more, UserAttributes })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: expect.stringContaining('SMS'),
    });
  });

  it('makes one user of two calls at once with the same address', async () => {
    const both = await Promise.allSettled([create('eve@example.com'), create('EVE@example.com')]);

    const refused = both.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({
      code: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  it.each([
    ['no-address', {}, 'Username should be an email.'],
    [
      'a@b.cd',
      { UserAttributes: [{ Name: 'custom:x', Value: '1' }] },
      'Attributes did not conform to the schema: custom:x: Attribute does not exist in the schema.\n',
    ],
    ['a@b.cd', { UserAttributes: [{ Name: 'sub', Value: '1' }] }, expect.stringContaining('sub')],
  ])('refuses %s with %j', async (username, more, message) => {
    await expect(create(username, more)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message,
    });
  });

  it('refuses a temporary password that breaks the policy', async () => {
    const refused = create('weak@example.com', { TemporaryPassword: 'weakweak' });

    await expect(refused).rejects.toMatchObject({
      code: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password must have uppercase characters',
    });
  });

  it('takes plain user names where the pool signs in by user name', async () => {
    UserPoolId = await aPool(engine, { UsernameAttributes: [] });
    const email = [{ Name: 'email', Value: 'shared@example.com' }];

    await create('operator', { UserAttributes: email });
    await create('other', { UserAttributes: email });

    expect(await attributesOf('OPERATOR')).toMatchObject({ email: 'shared@example.com' });
    await expect(create('Operator')).rejects.toMatchObject({
      code: 'UsernameExistsException',
      message: 'User account already exists',
    });
    const Filter = 'email = "shared@example.com"';
    const found = await engine.call('ListUsers', { UserPoolId, Filter });
    expect(found['Users']).toHaveLength(2);
  });
});

describe('AdminUpdateUserAttributes', () => {
  const update = (Username: string, Name: string, Value: string) =>
    engine.call('AdminUpdateUserAttributes', {
      UserPoolId,
      Username,
      UserAttributes: [{ Name, Value }],
    });

  it('changes mutable attributes and removes blank ones', async () => {
    const user = await aUser(engine, UserPoolId);

    await update(user, 'custom:userRole', 'TenantAdmin');
    await update(user, 'name', 'Ann');
    await update(user, 'name', '');

    const attributes = await attributesOf(user);
    expect(attributes['custom:userRole']).toBe('TenantAdmin');
    expect(attributes).not.toHaveProperty('name');
  });

  it('refuses immutable, unknown and malformed attributes', async () => {
    const user = await aUser(engine, UserPoolId);

    await expect(update(user, 'custom:tenantId', 't2')).rejects.toMatchObject({
      message: 'user.custom:tenantId: Attribute cannot be updated.\n',
    });
    await expect(update(user, 'custom:x', '1')).rejects.toMatchObject({
      message: 'user.custom:x: Attribute does not exist in the schema.\n',
    });
    await expect(update(user, 'email', 'nonsense')).rejects.toMatchObject({
      message: 'Invalid email address format.',
    });
    expect(await attributesOf(user)).toHaveProperty('custom:tenantId', 't1');
  });

  it('refuses to set an immutable attribute later that was left out at first', async () => {
    const user = await create('late@example.com');

    await expect(update(String(user['Username']), 'custom:tenantId', 't1')).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });

  it('moves the sign-in address, unverified, and gives the old one back', async () => {
    const user = await aUser(engine, UserPoolId, 'old@example.com');
    await aUser(engine, UserPoolId, 'taken@example.com');

    await expect(update(user, 'email', 'TAKEN@example.com')).rejects.toMatchObject({
      code: 'AliasExistsException',
    });
    await update(user, 'email', 'new@example.com');

    expect(await attributesOf('new@example.com')).toMatchObject({
      sub: user,
      email_verified: 'false',
    });
    await expect(attributesOf('old@example.com')).rejects.toMatchObject({
      code: 'UserNotFoundException',
    });
    expect(await create('old@example.com')).toHaveProperty('Enabled', true);
  });
});

describe('AdminDeleteUser', () => {
  it('frees name and address and counts the user out', async () => {
    const Username = await aUser(engine, UserPoolId, 'gone@example.com');

    await engine.call('AdminDeleteUser', { UserPoolId, Username });

    await expect(engine.call('AdminGetUser', { UserPoolId, Username })).rejects.toMatchObject({
      code: 'UserNotFoundException',
      message: 'User does not exist.',
    });
    await aUser(engine, UserPoolId, 'gone@example.com');
    const pool = part(await engine.call('DescribeUserPool', { UserPoolId }), 'UserPool');
    expect(pool['EstimatedNumberOfUsers']).toBe(1);
  });
});

describe('stored passwords', () => {
  it('are never in clear text', async () => {
    await create('secret@example.com', { TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' });

    const stored = await engine.engine.store.collection('cognito.users', z.unknown()).list();

    expect(JSON.stringify(stored)).toContain('secret@example.com');
    expect(JSON.stringify(stored)).not.toContain(PASSWORD);
  });
});
