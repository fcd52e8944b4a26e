import { describe, expect, it } from '@jest/globals';
import {
  type AuthorizerPorts,
  authorize,
} from '../../../../services/identity/authorizer/authorize.ts';
import { refusals } from '../../../../services/identity/authorizer/refusals.ts';
import { denyAll, rolePolicy } from '../../../../services/identity/authorizer/rolePolicy.ts';
import { namedBy, TenantClaims } from '../../../../services/identity/authorizer/tokens.ts';
import type { Member } from '../../../../services/identity/member.ts';
import { aMember, aRoute, aTenantId } from '../../../support/builders.ts';

const methodArn = 'arn:aws:execute-api:us-east-1:000000000000:api1/v1/GET/products/01';

const claims = TenantClaims.parse({
  sub: 'sub-1',
  'cognito:username': 'ada',
  'custom:tenantId': aTenantId(1),
});

const ada = aMember(1, { username: 'sub-1', role: 'TenantUser' });

const routes = {
  SystemAdmin: ['GET/tenants', 'GET/users/*'],
  TenantAdmin: ['GET/products', 'GET/users/*'],
  TenantUser: ['GET/products'],
};

const ports: AuthorizerPorts = {
  routes,
  named: (token) => (token === 'token' ? { kind: 'tenant', appClientId: 'client1' } : undefined),
  ownerOf: async (appClientId) =>
    appClientId === 'client1'
      ? { clientOf: aTenantId(1), userPoolId: 'us-east-1_pooled' }
      : undefined,
  route: async (tenantId) => (tenantId === aTenantId(1) ? aRoute(1) : undefined),
  member: async ({ tenantId, username }) =>
    tenantId === aTenantId(1) && username === 'sub-1' ? ada : undefined,
  isOperator: () => Promise.reject(new Error('asked for an operator')),
  verifyOperator: () => Promise.reject(new Error('verified a tenant’s token as an operator’s')),
  verifyTenant: async (token, { userPoolId, appClientId }) =>
    token === 'token' && userPoolId === 'us-east-1_pooled' && appClientId === 'client1'
      ? claims
      : undefined,
};

const asked = (more: Partial<AuthorizerPorts> = {}, headers: Record<string, string> = {}) =>
  authorize({ ...ports, ...more })({
    methodArn,
    headers: { Authorization: 'Bearer token', ...headers },
  });

const denied = (principalId: string, why: keyof typeof refusals) => ({
  principalId,
  policyDocument: denyAll(methodArn),
  context: refusals[why],
});

describe('authorize', () => {
  it.each(['TenantUser', 'TenantAdmin'] as const)(
    'lets a %s in, by the route and the role that its row has now',
    async (role) => {
      expect(await asked({ member: async () => ({ ...ada, role }) })).toEqual({
        principalId: 'sub-1',
        policyDocument: rolePolicy(routes[role], methodArn),
        context: {
          tenantId: aTenantId(1),
          userRole: role,
          userName: 'ada',
          tier: 'basic',
          tableName: 'pooled',
          refusalCode: 'Forbidden',
          refusal: 'your role does not admit this request',
        },
        usageIdentifierKey: 'secret-of-key-1',
      });
    },
  );

  it.each([
    ['authorization', 'Bearer token'],
    ['AUTHORIZATION', 'bearer  token'],
    ['Authorization', 'token'],
  ])('reads the header %s: %s', async (name, value) => {
    const answer = await authorize(ports)({ methodArn, headers: { [name]: value } });

    expect(answer?.principalId).toBe('sub-1');
  });

  const owner = { clientOf: aTenantId(1), userPoolId: 'us-east-1_pooled' };
  const saysOf = (tenantId: string) => ({
    verifyTenant: async () => ({ ...claims, 'custom:tenantId': tenantId }),
  });
  const unverified: [string, Partial<AuthorizerPorts>][] = [
    ['that names no client', { named: () => undefined }],
    ['of a client that is no tenant’s', { ownerOf: async () => undefined }],
    ['of a client of another pool', { ownerOf: async () => ({ ...owner, userPoolId: 'another' }) }],
    ['that the pool did not issue for the client', { verifyTenant: async () => undefined }],
    ['whose claim names another tenant', saysOf(aTenantId(2))],
    ['of another tenant’s client', { ownerOf: async () => ({ ...owner, clientOf: aTenantId(2) }) }],
    ['of a tenant without a route', { route: async () => undefined }],
    [
      'of a client that its tenant has no more',
      { route: async () => aRoute(1, { appClientId: 'client9' }) },
    ],
  ];

  it.each(unverified)('has no answer to a token %s', async (_what, more) => {
    expect(await asked(more)).toBeUndefined();
  });

  const known = (changes: Partial<Member>) => ({ member: async () => ({ ...ada, ...changes }) });
  const refused: [string, Partial<AuthorizerPorts>][] = [
    ['nobody that it knows', { member: async () => undefined }],
    ['somebody disabled', known({ enabled: false })],
    ['somebody leaving', known({ leaving: true })],
  ];

  it.each(refused)('denies everything to a good token of %s', async (_what, more) => {
    expect(await asked(more)).toEqual(denied('sub-1', 'member'));
  });

  const route = async () => aRoute(1, { status: 'inactive' });

  it('denies everything to a member of an inactive tenant, and says that it is suspended', async () => {
    expect(await asked({ route })).toEqual(denied('sub-1', 'inactive'));
  });

  it.each(refused)(
    'does not say to a good token of %s that its tenant is inactive',
    async (_what, more) => {
      expect(await asked({ route, ...more })).toEqual(denied('sub-1', 'member'));
    },
  );

  it('never trusts what a token says of the role', async () => {
    const verifyTenant = async () => ({ ...claims, 'custom:userRole': 'TenantAdmin' });

    const answer = await asked({ verifyTenant });

    expect(answer?.policyDocument).toEqual(rolePolicy(routes.TenantUser, methodArn));
    expect(answer?.context?.['userRole']).toBe('TenantUser');
  });

  describe('for a member of two tenants', () => {
    const two: Partial<AuthorizerPorts> = {
      named: (token) => ({ kind: 'tenant', appClientId: token }),
      ownerOf: async (id) => ({
        clientOf: aTenantId(id === 'client1' ? 1 : 2),
        userPoolId: 'us-east-1_pooled',
      }),
      route: async (tenantId) => aRoute(tenantId === aTenantId(1) ? 1 : 2),
      member: async ({ tenantId }) => ({
        ...ada,
        tenantId,
        role: tenantId === aTenantId(1) ? 'TenantAdmin' : 'TenantUser',
      }),
      verifyTenant: async (token) => ({
        ...claims,
        'custom:tenantId': aTenantId(token === 'client1' ? 1 : 2),
      }),
    };
    const by = (token: string, more = {}) =>
      asked({ ...two, ...more }, { Authorization: `Bearer ${token}` });

    it.each([
      ['client1', aTenantId(1), 'TenantAdmin'],
      ['client2', aTenantId(2), 'TenantUser'],
    ])('lets it in by %s to %s as %s', async (client, tenantId, userRole) => {
      expect((await by(client))?.context).toMatchObject({ tenantId, userRole });
    });

    it('denies everything where it is a member no more, whatever it is in the other', async () => {
      const member: AuthorizerPorts['member'] = async ({ tenantId }) =>
        tenantId === aTenantId(1) ? ada : undefined;

      expect((await by('client1', { member }))?.context).toMatchObject({ tenantId: aTenantId(1) });
      expect(await by('client2', { member })).toEqual(denied('sub-1', 'member'));
    });

    it('has no answer to a token of one tenant that is for the client of the other', async () => {
      const verifyTenant = async () => ({ ...claims, 'custom:tenantId': aTenantId(1) });

      expect(await by('client2', { verifyTenant })).toBeUndefined();
    });
  });

  it.each(['ownerOf', 'route', 'member', 'verifyTenant'] as const)(
    'fails as %s fails, and has no answer then',
    async (port) => {
      const failing = { [port]: () => Promise.reject(new Error(`no ${port}`)) };

      await expect(asked(failing)).rejects.toThrow(`no ${port}`);
    },
  );

  it('has no answer to a request without a token', async () => {
    expect(await authorize(ports)({ methodArn, headers: {} })).toBeUndefined();
  });

  const encoded = (payload: unknown) =>
    Buffer.from(JSON.stringify(payload) ?? '').toString('base64url');
  const header = encoded({ alg: 'RS256', kid: 'k' });
  const saying = (more: object) =>
    `Bearer ${header}.${encoded({ iss: 'x', sub: 's', aud: 'client1', ...more })}.x`;

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
    ['a client that is a number', saying({ aud: 5 })],
    ['no client', saying({ aud: undefined })],
    ['a client without a name', saying({ aud: '' })],
    ['a client whose name fits no key', saying({ aud: 'c'.repeat(2_049) })],
    ['a huge token', `Bearer ${'a'.repeat(20_000)}`],
    ['other alphabets', 'Bearer 株式.会社.🚀'],
  ])('has no answer to %s and looks nothing up', async (_what, Authorization) => {
    const ownerOf = () => Promise.reject(new Error('looked up a client'));
    const named = namedBy('us-east-1_operators');

    expect(await asked({ named, ownerOf }, { Authorization })).toBeUndefined();
  });
});
