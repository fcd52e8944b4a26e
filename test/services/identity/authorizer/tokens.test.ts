import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import {
  TenantClaims,
  unverified,
  verified,
} from '../../../../services/identity/authorizer/tokens.ts';
import {
  appClientInput,
  userPoolInput,
} from '../../../../services/provisioning/tenants/tenantUserPool.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

const PASSWORD = 'Correct-horse-1';
const username = 'ada@example.com';

let engine: ProductEngine;
let client: CognitoIdentityProviderClient;
let place: { userPoolId: string; appClientId: string };
let tokens: { IdToken: string; AccessToken: string };

/** A client whose tokens name the tenant that the user bears: here it writes what the pool's function else does. */
const aClient = async (userPoolId: string): Promise<string> => {
  const input = { ...appClientInput(userPoolId, 'test'), ReadAttributes: ['custom:tenantId'] };
  const { UserPoolClient } = await client.send(new CreateUserPoolClientCommand(input));
  return String(UserPoolClient?.ClientId);
};

/** A pool with one client and one admin of the n-th tenant. */
const aPlace = async (n: number) => {
  const create = new CreateUserPoolCommand(userPoolInput('test', aTenantId(n), aUlid(7)));
  const userPoolId = String((await client.send(create)).UserPool?.Id);
  const appClientId = await aClient(userPoolId);
  await client.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: [
        { Name: 'email', Value: username },
        { Name: 'custom:tenantId', Value: aTenantId(n) },
      ],
    }),
  );
  await client.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: username,
      Password: PASSWORD,
      Permanent: true,
    }),
  );
  return { userPoolId, appClientId };
};

const signIn = async (ClientId: string) => {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    }),
  );
  const { IdToken = '', AccessToken = '' } = AuthenticationResult ?? {};
  return { IdToken, AccessToken };
};

beforeAll(async () => {
  engine = await productEngine([cognito]);
  client = new CognitoIdentityProviderClient();
  place = await aPlace(1);
  tokens = await signIn(place.appClientId);
});
afterAll(() => engine.destroy());

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The token with other claims, signed as before. */
const withClaims = (token: string, claims: object) => {
  const [header, payload = '', signature] = token.split('.');
  const known = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [header, encoded({ ...known, ...claims }), signature].join('.');
};

const forged = (header: object, sign: (text: string) => string) => {
  const [, payload] = tokens.IdToken.split('.');
  const text = `${encoded(header)}.${payload}`;
  return `${text}.${sign(text)}`;
};

describe('unverified', () => {
  it('reads the issuer and the client that an ID token names', () => {
    const iss = expect.stringMatching(new RegExp(`/${place.userPoolId}$`));

    expect(unverified(tokens.IdToken)).toEqual({ iss, aud: place.appClientId });
  });

  it('reads nothing of an access token, which is for no client', () => {
    expect(unverified(tokens.AccessToken)).toBeUndefined();
  });
});

describe('verified', () => {
  it('gives the claims of a token that the route’s pool and client issued', async () => {
    expect(await verified(tokens.IdToken, place, TenantClaims)).toEqual({
      sub: expect.any(String),
      'cognito:username': expect.any(String),
      'custom:tenantId': aTenantId(1),
    });
  });

  it('refuses a good token without the claims that are asked for', async () => {
    const Wanted = TenantClaims.extend({ nickname: z.string() });

    expect(await verified(tokens.IdToken, place, Wanted)).toBeUndefined();
  });

  const wrongTokens: [string, () => string][] = [
    ['an access token', () => tokens.AccessToken],
    [
      'another tenant’s name in it',
      () => withClaims(tokens.IdToken, { 'custom:tenantId': aTenantId(2) }),
    ],
    ['another role in it', () => withClaims(tokens.IdToken, { 'custom:userRole': 'TenantUser' })],
    ['no algorithm', () => forged({ alg: 'none' }, () => '')],
    ['no key id', () => forged({ alg: 'RS256' }, () => 'x')],
    ['a key that the pool does not have', () => forged({ alg: 'RS256', kid: 'x' }, () => 'x')],
    [
      'a shared secret',
      () =>
        forged({ alg: 'HS256', kid: 'x' }, (text) =>
          createHmac('sha256', 'x').update(text).digest('base64url'),
        ),
    ],
    ['no signature', () => tokens.IdToken.replace(/[^.]+$/, '')],
    ['nothing at all', () => ''],
  ];

  it.each(wrongTokens)('refuses a token with %s', async (_what, token) => {
    expect(await verified(token(), place, TenantClaims)).toBeUndefined();
  });

  it('refuses the token of another pool', async () => {
    const { appClientId } = await aPlace(2);

    const { IdToken } = await signIn(appClientId);

    expect(await verified(IdToken, place, TenantClaims)).toBeUndefined();
  });

  it('refuses the token of another client of the pool', async () => {
    const other = await aClient(place.userPoolId);

    const { IdToken } = await signIn(other);

    expect(await verified(IdToken, place, TenantClaims)).toBeUndefined();
  });

  it('refuses the tokens of a pool that is gone', async () => {
    const gone = await aPlace(4);
    const { IdToken } = await signIn(gone.appClientId);

    await client.send(new DeleteUserPoolCommand({ UserPoolId: gone.userPoolId }));

    expect(await verified(IdToken, gone, TenantClaims)).toBeUndefined();
  });
});
