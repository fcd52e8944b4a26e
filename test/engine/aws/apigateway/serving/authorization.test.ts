import { describe, expect, it } from '@jest/globals';
import {
  Authorization,
  verdictOn,
} from '../../../../../engine/aws/apigateway/serving/authorization.ts';

const API = 'arn:aws:execute-api:us-east-1:000000000000:abc';

const policy = (...statements: object[]) =>
  Authorization.parse({
    principalId: 'user',
    policyDocument: { Version: '2012-10-17', Statement: statements },
  });

const allow = (resource: string | string[], action = 'execute-api:Invoke') => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});

describe('verdictOn', () => {
  it.each([
    [`${API}/prod/GET/orders`, `${API}/prod/GET/orders`, 'allowed'],
    [`${API}/prod/*/orders`, `${API}/prod/POST/orders`, 'allowed'],
    [`${API}/prod/GET/orders/*`, `${API}/prod/GET/orders/1/lines`, 'allowed'],
    [`${API}/prod/GET/orders/*`, `${API}/prod/GET/orders`, 'not allowed'],
    [`${API}/prod/GET/orders/?`, `${API}/prod/GET/orders/1`, 'allowed'],
    [`${API}/prod/GET/orders/?`, `${API}/prod/GET/orders/12`, 'not allowed'],
    [`${API}/prod/GET/orders`, `${API}/prod/GET/orders/`, 'not allowed'],
    [`${API}/*/lines`, `${API}/prod/GET/orders/lines/lines`, 'allowed'],
    ['*', `${API}/prod/GET/orders`, 'allowed'],
  ] as const)('%s on %s: %s', (resource, arn, verdict) => {
    expect(verdictOn(policy(allow(resource)), arn)).toBe(verdict);
  });

  it('lets a Deny win over every Allow', () => {
    const deny = { ...allow(`${API}/prod/DELETE/*`), Effect: 'Deny' };

    const verdict = verdictOn(policy(allow('*'), deny), `${API}/prod/DELETE/orders/1`);

    expect(verdict).toBe('denied');
  });

  it('heeds only execute-api:Invoke', () => {
    const arn = `${API}/prod/GET/orders`;

    expect(verdictOn(policy(allow('*', 'execute-api:ManageConnections')), arn)).toBe('not allowed');
    expect(verdictOn(policy(allow('*', 'execute-api:*')), arn)).toBe('allowed');
  });
});

describe('Authorization', () => {
  it('turns context values into text', () => {
    const context = { tenantId: 't1', age: 7, admin: true };

    const parsed = Authorization.parse({ ...policy(allow('*')), context });

    expect(parsed.context).toEqual({ tenantId: 't1', age: '7', admin: 'true' });
  });

  it.each([
    ['a nested context', { context: { roles: ['a'] } }],
    ['a condition', { policyDocument: { Statement: [{ ...allow('*'), Condition: {} }] } }],
    ['no principal', { principalId: undefined }],
  ])('refuses %s', (_, change) => {
    expect(Authorization.safeParse({ ...policy(allow('*')), ...change }).success).toBe(false);
  });
});
