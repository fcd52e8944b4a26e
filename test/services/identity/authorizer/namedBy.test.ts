import { describe, expect, it } from '@jest/globals';
import { namedBy } from '../../../../services/identity/authorizer/tokens.ts';

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token that says this of itself; nobody signed it. */
const aToken = (claims: object): string =>
  `${encoded({ alg: 'RS256', kid: 'k' })}.${encoded({ aud: 'client1', ...claims })}.${encoded({})}`;

const idp = 'https://cognito-idp.us-east-1.amazonaws.com';
const named = namedBy('us-east-1_operators');

describe('namedBy', () => {
  it('names an operator where the issuer is the operators’ pool, whatever the client', () => {
    expect(named(aToken({ iss: `${idp}/us-east-1_operators` }))).toEqual({ kind: 'operator' });
  });

  it.each([
    ['a tenants’ pool', 'us-east-1_pooled'],
    ['a pool whose id ends like the operators’', 'Xus-east-1_operators'],
    ['a pool whose id begins like the operators’', 'us-east-1_operators2'],
  ])('names the client that a token of %s is for', (_what, pool) => {
    const token = aToken({ iss: `${idp}/${pool}`, 'custom:tenantId': 'anything' });

    expect(named(token)).toEqual({ kind: 'tenant', appClientId: 'client1' });
  });

  it.each([
    ['is for no client', { iss: `${idp}/p`, aud: undefined }],
    ['is for a client without a name', { iss: `${idp}/p`, aud: '' }],
    ['is for several clients', { iss: `${idp}/p`, aud: ['client1', 'client2'] }],
    ['is for a client whose name fits no key', { iss: `${idp}/p`, aud: 'c'.repeat(129) }],
    ['names no issuer', {}],
    ['has an issuer that is no text', { iss: 5 }],
  ])('names nobody where a token %s', (_what, claims) => {
    expect(named(aToken(claims))).toBeUndefined();
  });
});
