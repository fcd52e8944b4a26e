import { describe, expect, it } from '@jest/globals';
import {
  type AuthorizerPorts,
  authorize,
} from '../../../../services/identity/authorizer/authorize.ts';
import { denyAll, rolePolicy } from '../../../../services/identity/authorizer/rolePolicy.ts';
import {
  namedBy,
  OperatorClaims,
  TenantClaims,
} from '../../../../services/identity/authorizer/tokens.ts';
import { aRoute, aTenantId } from '../../../support/builders.ts';

const methodArn = 'arn:aws:execute-api:us-east-1:000000000000:api1/v1/GET/products/01';

const claims = TenantClaims.parse({
  sub: 'sub-1',
  'cognito:username': 'ada',
  'custom:tenantId': aTenantId(1),
  'custom:userRole': 'TenantUser',
});

const operatorClaims = OperatorClaims.parse({
  sub: 'sub-9',
  'cognito:username': 'root',
  'custom:userRole': 'SystemAdmin',
});

const ports: AuthorizerPorts = {
  named: (token) => (token === 'token' ? { kind: 'tenant', tenantId: aTenantId(1) } : undefined),
  route: async () => aRoute(1),
  verifyOperator: () => Promise.reject(new Error('verified a tenant’s token as an operator’s')),
  verifyTenant: async (token) => (token === 'token' ? claims : undefined),
};

const asked = (more: Partial<AuthorizerPorts> = {}, headers: Record<string, string> = {}) =>
  authorize({ ...ports, ...more })({
    methodArn,
    headers: { Authorization: 'Bearer token', ...headers },
  });

const denied = { principalId: 'nobody', policyDocument: denyAll(methodArn) };

describe('authorize', () => {
  it('lets a tenant’s user in, by the route', async () => {
    expect(await asked()).toEqual({
      principalId: 'sub-1',
      policyDocument: rolePolicy('TenantUser', methodArn),
      context: {
        tenantId: aTenantId(1),
        userRole: 'TenantUser',
        userName: 'ada',
        tier: 'basic',
        tableName: 'pooled',
      },
      usageIdentifierKey: 'secret-of-key-1',
    });
  });

  it.each([
    ['authorization', 'Bearer token'],
    ['AUTHORIZATION', 'bearer  token'],
    ['Authorization', 'token'],
  ])('reads the header %s: %s', async (name, value) => {
    const answer = await authorize(ports)({ methodArn, headers: { [name]: value } });

    expect(answer.principalId).toBe('sub-1');
  });

  const deniedPorts: [string, Partial<AuthorizerPorts>][] = [
    ['that names no tenant', { named: () => undefined }],
    ['of a tenant without a route', { route: async () => undefined }],
    ['of an inactive tenant', { route: async () => aRoute(1, { status: 'inactive' }) }],
    ['that the route’s pool and client did not issue', { verifyTenant: async () => undefined }],
    ['whose claim names another tenant than the route', { route: async () => aRoute(2) }],
  ];

  it.each(deniedPorts)('denies everything to a token %s', async (_what, more) => {
    expect(await asked(more)).toEqual(denied);
  });

  it('denies everything to a request without a token', async () => {
    expect(await authorize(ports)({ methodArn, headers: {} })).toEqual(denied);
  });

  it('verifies no token of an inactive tenant', async () => {
    let verified = 0;
    const verifyTenant = async () => {
      verified += 1;
      return claims;
    };

    await asked({ verifyTenant, route: async () => aRoute(1, { status: 'inactive' }) });

    expect(verified).toBe(0);
  });

  const encoded = (payload: unknown) =>
    Buffer.from(JSON.stringify(payload) ?? '').toString('base64url');
  const header = encoded({ alg: 'RS256', kid: 'k' });

  it.each([
    ['nothing', ''],
    ['only the scheme', 'Bearer '],
    ['a word', 'Bearer garbage'],
    ['dots', 'Bearer ...'],
    ['three words', 'Bearer a.b.c'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['no payload', `Bearer ${header}..x`],
    ['a null payload', `Bearer ${header}.${encoded(null)}.x`],
    ['a list', `Bearer ${header}.${encoded([1])}.x`],
    ['a tenant that is a number', `Bearer ${header}.${encoded({ 'custom:tenantId': 5 })}.x`],
    ['a wildcard tenant', `Bearer ${header}.${encoded({ 'custom:tenantId': '*' })}.x`],
    ['a huge token', `Bearer ${'a'.repeat(20_000)}`],
    ['other alphabets', 'Bearer 株式.会社.🚀'],
  ])('denies %s and looks up no route', async (_what, Authorization) => {
    const route = () => Promise.reject(new Error('looked up a route'));

    const answer = await asked({ named: namedBy('us-east-1_operators'), route }, { Authorization });

    expect(answer).toEqual(denied);
  });
});

describe('authorize, for operators', () => {
  const operators: Partial<AuthorizerPorts> = {
    named: () => ({ kind: 'operator' }),
    route: () => Promise.reject(new Error('looked up a route')),
    verifyOperator: async (token) => (token === 'token' ? operatorClaims : undefined),
    verifyTenant: () => Promise.reject(new Error('verified an operator’s token as a tenant’s')),
  };

  it('lets an operator in, without a tenant or a usage plan', async () => {
    expect(await asked(operators)).toEqual({
      principalId: 'sub-9',
      policyDocument: rolePolicy('SystemAdmin', methodArn),
      context: { userRole: 'SystemAdmin', userName: 'root' },
    });
  });

  it('denies everything to a token that the operators’ pool and client did not issue', async () => {
    expect(await asked({ ...operators, verifyOperator: async () => undefined })).toEqual(denied);
  });
});
