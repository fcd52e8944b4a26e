import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { aClient, aPool, aUser, type CognitoEngine, cognitoEngine, part } from './aPool.ts';

let engine: CognitoEngine;
beforeAll(async () => {
  engine = await cognitoEngine();
});
afterAll(() => engine.destroy());

describe('user pools', () => {
  it('have ids as AWS gives them and are described with their defaults', async () => {
    const UserPoolId = await aPool(engine);

    const pool = part(await engine.call('DescribeUserPool', { UserPoolId }), 'UserPool');

    expect(UserPoolId).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
    expect(pool).toMatchObject({
      Name: 'people',
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`,
      DeletionProtection: 'INACTIVE',
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: 0,
      UsernameAttributes: ['email'],
      CreationDate: Date.UTC(2026, 0, 1) / 1000,
    });
    expect(part(part(pool, 'Policies'), 'PasswordPolicy')).toMatchObject({
      MinimumLength: 8,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    });
    expect(pool['SchemaAttributes']).toContainEqual({
      Name: 'custom:tenantId',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: false,
    });
    expect(JSON.stringify(pool)).not.toContain('secret');
  });

  it.each([
    [{ AliasAttributes: ['email'] }, 'AliasAttributes'],
    [{ UsernameAttributes: ['phone_number'] }, 'phone_number'],
    [{ LambdaConfig: { PostConfirmation: 'arn' } }, 'LambdaConfig.PostConfirmation'],
    [{ MfaConfiguration: 'ON', SmsConfiguration: {} }, 'MFA by SMS'],
    [{ DeviceConfiguration: {} }, 'DeviceConfiguration'],
    [{ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['WEB_AUTHN'] } } }, 'WEB_AUTHN'],
  ])('refuse %j by name', async (option, name) => {
    const refused = engine.call('CreateUserPool', { PoolName: 'p', ...option });

    await expect(refused).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: expect.stringContaining(name),
    });
  });

  it('refuse what Cognito refuses', async () => {
    const nameless = engine.call('CreateUserPool', {});
    const required = engine.call('CreateUserPool', {
      PoolName: 'p',
      Schema: [{ Name: 'a', AttributeDataType: 'String', Required: true }],
    });
    const unknown = engine.call('DescribeUserPool', { UserPoolId: 'us-east-1_nowhere00' });

    await expect(nameless).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(required).rejects.toMatchObject({
      message: 'Required custom attributes are not supported currently.',
    });
    await expect(unknown).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'User pool us-east-1_nowhere00 does not exist.',
    });
  });

  it('go back to the defaults of what an update leaves out, but keep tags', async () => {
    const UserPoolId = await aPool(engine, {
      UserPoolTags: { owner: 'a' },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });

    await engine.call('UpdateUserPool', { UserPoolId, AutoVerifiedAttributes: ['email'] });

    const pool = part(await engine.call('DescribeUserPool', { UserPoolId }), 'UserPool');
    expect(pool).toMatchObject({
      AutoVerifiedAttributes: ['email'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      UserPoolTags: { owner: 'a' },
      Policies: { PasswordPolicy: { MinimumLength: 8 } },
    });
  });

  it('take further custom attributes, each name once', async () => {
    const UserPoolId = await aPool(engine);
    const CustomAttributes = [{ Name: 'team', AttributeDataType: 'String' }];

    await engine.call('AddCustomAttributes', { UserPoolId, CustomAttributes });

    const pool = part(await engine.call('DescribeUserPool', { UserPoolId }), 'UserPool');
    expect(JSON.stringify(pool['SchemaAttributes'])).toContain('"custom:team"');
    await expect(
      engine.call('AddCustomAttributes', { UserPoolId, CustomAttributes }),
    ).rejects.toMatchObject({ code: 'InvalidParameterException' });
  });

  it('are tagged by their ARN', async () => {
    const UserPoolId = await aPool(engine);
    const pool = part(await engine.call('DescribeUserPool', { UserPoolId }), 'UserPool');
    const ResourceArn = String(pool['Arn']);

    await engine.call('TagResource', { ResourceArn, Tags: { a: '1', b: '2' } });
    await engine.call('UntagResource', { ResourceArn, TagKeys: ['a'] });

    expect(await engine.call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: { b: '2' } });
  });

  it('are listed page by page, each once', async () => {
    const made = [await aPool(engine), await aPool(engine), await aPool(engine)];

    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await engine.call('ListUserPools', {
        MaxResults: 2,
        ...(NextToken && { NextToken }),
      });
      seen.push(...(page['UserPools'] as { Id: string }[]).map(({ Id }) => Id));
      NextToken = page['NextToken'] as string | undefined;
    } while (NextToken);

    expect(seen).toEqual(expect.arrayContaining(made));
    expect(new Set(seen).size).toBe(seen.length);
    await expect(engine.call('ListUserPools', { MaxResults: 61 })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });

  it('go with their users, clients and key, unless they are protected', async () => {
    const UserPoolId = await aPool(engine, { DeletionProtection: 'ACTIVE' });
    const clientId = await aClient(engine, UserPoolId);
    await aUser(engine, UserPoolId);
    await engine.handle({
      method: 'GET',
      path: `/${UserPoolId}/.well-known/jwks.json`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    });

    const refused = engine.call('DeleteUserPool', { UserPoolId });
    await expect(refused).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining('deletion protection is activated'),
    });
    await engine.call('UpdateUserPool', { UserPoolId, DeletionProtection: 'INACTIVE' });
    await engine.call('DeleteUserPool', { UserPoolId });

    await expect(engine.call('ListUsers', { UserPoolId })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(
      engine.anonymously('SignUp', { ClientId: clientId, Username: 'a@b.cd' }),
    ).rejects.toMatchObject({ message: `User pool client ${clientId} does not exist.` });
    const names = ['users', 'userKeys', 'userCounts', 'clients', 'clientOwners', 'signingKeys'];
    for (const name of names) {
      const kept = await engine.engine.store.collection(`cognito.${name}`, z.unknown()).list();
      expect(JSON.stringify(kept)).not.toContain(UserPoolId);
    }
  });
});
