import { describe, expect, it } from '@jest/globals';
import { namedBy } from '../../../../services/identity/authorizer/tokens.ts';
import { aTenantId } from '../../../support/builders.ts';

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token that says this of itself; nobody signed it. */
const aToken = (claims: object): string =>
  `${encoded({ alg: 'RS256', kid: 'k' })}.${encoded({ sub: 'ada', ...claims })}.${encoded({})}`;

const idp = 'https://cognito-idp.us-east-1.amazonaws.com';
const named = namedBy('us-east-1_operators');
const tenantId = aTenantId(1);

describe('namedBy', () => {
  it('names an operator where the issuer is the operators’ pool', () => {
    expect(named(aToken({ iss: `${idp}/us-east-1_operators` }))).toEqual({ kind: 'operator' });
  });

  it('names an operator even where the token claims a tenant', () => {
    const token = aToken({ iss: `${idp}/us-east-1_operators`, 'custom:tenantId': tenantId });

    expect(named(token)).toEqual({ kind: 'operator' });
  });

  it.each([
    ['a tenants’ pool', 'us-east-1_pooled'],
    ['a pool whose id ends like the operators’', 'Xus-east-1_operators'],
    ['a pool whose id begins like the operators’', 'us-east-1_operators2'],
  ])('names the tenant that a token of %s claims', (_what, pool) => {
    const token = aToken({ iss: `${idp}/${pool}`, 'custom:tenantId': tenantId });

    expect(named(token)).toEqual({ kind: 'tenant', tenantId, sub: 'ada' });
  });

  it.each([
    ['claims no tenant', { iss: `${idp}/us-east-1_pooled` }],
    ['claims a tenant that is none', { iss: `${idp}/p`, 'custom:tenantId': '*' }],
    ['has no subject', { iss: `${idp}/p`, 'custom:tenantId': tenantId, sub: undefined }],
    ['names no issuer', { 'custom:tenantId': tenantId }],
    ['has an issuer that is no text', { iss: 5, 'custom:tenantId': tenantId }],
  ])('names nobody where a token %s', (_what, claims) => {
    expect(named(aToken(claims))).toBeUndefined();
  });
});
