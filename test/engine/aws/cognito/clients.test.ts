import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aClient, aPool, type CognitoEngine, cognitoEngine, part } from './aPool.ts';

let engine: CognitoEngine;
let UserPoolId: string;
beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine);
});
afterAll(() => engine.destroy());

describe('app clients', () => {
  it('have ids as AWS gives them and are described with their defaults', async () => {
    const answer = await engine.call('CreateUserPoolClient', { UserPoolId, ClientName: 'plain' });

    const client = part(answer, 'UserPoolClient');
    expect(client['ClientId']).toMatch(/^[0-9a-z]{26}$/);
    expect(client).toMatchObject({
      ClientName: 'plain',
      RefreshTokenValidity: 30,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'LEGACY',
      ExplicitAuthFlows: expect.arrayContaining(['ALLOW_REFRESH_TOKEN_AUTH']),
    });
    const again = await engine.call('DescribeUserPoolClient', {
      UserPoolId,
      ClientId: String(client['ClientId']),
    });
    expect(again).toEqual(answer);
  });

  it.each([
    [{ GenerateSecret: true }, 'UnsupportedOperation'],
    [{ SupportedIdentityProviders: ['Google'] }, 'UnsupportedOperation'],
    [{ RefreshTokenRotation: { Feature: 'ENABLED' } }, 'UnsupportedOperation'],
    [{ WriteAttributes: ['custom:nothing'] }, 'InvalidParameterException'],
    [{ WriteAttributes: ['email_verified'] }, 'InvalidParameterException'],
    [{ ReadAttributes: ['custom:nothing'] }, 'InvalidParameterException'],
    [
      { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'minutes' } },
      'InvalidParameterException',
    ],
    [{ ExplicitAuthFlows: ['ALLOW_NOTHING'] }, 'InvalidParameterException'],
    [
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ADMIN_NO_SRP_AUTH'] },
      'InvalidParameterException',
    ],
  ])('are refused with %j', async (option, code) => {
    await expect(aClient(engine, UserPoolId, option)).rejects.toMatchObject({ code });
  });

  it('belong to one pool', async () => {
    const other = await aPool(engine);
    const ClientId = await aClient(engine, other);

    await expect(
      engine.call('DescribeUserPoolClient', { UserPoolId, ClientId }),
    ).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `User pool client ${ClientId} does not exist.`,
    });
  });

  it('go back to the defaults of what an update leaves out', async () => {
    const ClientId = await aClient(engine, UserPoolId);

    const answer = await engine.call('UpdateUserPoolClient', {
      UserPoolId,
      ClientId,
      ReadAttributes: ['email'],
    });

    const client = part(answer, 'UserPoolClient');
    expect(client).toMatchObject({ ClientName: 'app', ReadAttributes: ['email'] });
    expect(client['WriteAttributes']).toBeUndefined();
    expect(client['PreventUserExistenceErrors']).toBe('LEGACY');
  });

  it('are listed page by page until they are deleted', async () => {
    const pool = await aPool(engine);
    const made = [await aClient(engine, pool), await aClient(engine, pool)].sort();
    const deleted = await aClient(engine, pool);
    await engine.call('DeleteUserPoolClient', { UserPoolId: pool, ClientId: deleted });

    const first = await engine.call('ListUserPoolClients', { UserPoolId: pool, MaxResults: 1 });
    const second = await engine.call('ListUserPoolClients', {
      UserPoolId: pool,
      MaxResults: 1,
      NextToken: String(first['NextToken']),
    });

    const pages = [first, second].flatMap((page) => page['UserPoolClients'] as object[]);
    expect(pages).toEqual(
      made.map((ClientId) => ({ ClientId, UserPoolId: pool, ClientName: 'app' })),
    );
    expect(second['NextToken']).toBeUndefined();
  });
});
