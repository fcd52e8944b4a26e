import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, allow, judged, ROLE, SESSION, TABLE } from './judged.ts';

describe('decide', () => {
  it.each([
    [TABLE, TABLE, true],
    [`${TABLE}*`, `${TABLE}-old`, true],
    [TABLE.replace('orders', 'Orders'), TABLE, false],
    ['arn:aws:dynamodb:*:*:table/orders', TABLE, true],
    ['arn:aws:dynamodb:*', TABLE, true],
    ['arn:aws:sqs:*', TABLE, false],
    [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:t*/orders`, TABLE, false],
    [`${TABLE}/index/*`, TABLE, false],
    [TABLE, `${TABLE}/index/byDay`, false],
    ['arn:aws:*', '*', false],
    ['*', '*', true],
  ])('Resource %s is about %s: %s', (Resource, resource, expected) => {
    expect(judged({ identity: { ...allow, Resource } }, {}, resource) === 'allowed').toBe(expected);
  });

  it.each(['orders', 'arn:aws:dynamodb:*:table/orders'])(
    'refuses %s, which is no ARN',
    (Resource) => {
      expect(() => judged({ identity: { ...allow, Resource } })).toThrow('must be in ARN format');
    },
  );

  const byRole = { ...allow, Principal: { AWS: ROLE } };
  const bySession = { ...allow, Principal: { AWS: SESSION } };
  const byAccount = { ...allow, Principal: { AWS: ACCOUNT } };
  const other = { ...allow, Action: 'sqs:*' };
  const deny = { ...allow, Effect: 'Deny' };

  it.each([
    ['nothing', {}, 'implicitly denied by identity'],
    ['its own policy', { identity: allow }, 'allowed'],
    ['a resource policy for the role', { resource: byRole }, 'allowed'],
    [
      'a resource policy for the account alone',
      { resource: byAccount },
      'implicitly denied by identity',
    ],
    [
      'a session policy that is silent',
      { identity: allow, session: other },
      'implicitly denied by session',
    ],
    ['a session policy for itself only', { session: allow }, 'implicitly denied by identity'],
    [
      'a silent session policy, the role named',
      { resource: byRole, session: other },
      'implicitly denied by session',
    ],
    [
      'a silent session policy, the session named',
      { resource: bySession, session: other },
      'allowed',
    ],
    ['a deny of its own', { identity: deny, resource: bySession }, 'explicitly denied by identity'],
    ['a deny of the session', { identity: allow, session: deny }, 'explicitly denied by session'],
    [
      'a deny of the resource',
      { identity: allow, resource: { ...deny, Principal: '*' } },
      'explicitly denied by resource',
    ],
  ])('with %s', (_, policies, expected) => {
    expect(judged(policies)).toBe(expected);
  });

  const trusts = (AWS: string) => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS },
  });

  it.each([
    ['the role itself', { trust: trusts(ROLE) }, 'allowed'],
    ['the account, and is allowed', { trust: trusts(ACCOUNT), identity: allow }, 'allowed'],
    ['the account only', { trust: trusts(ACCOUNT) }, 'implicitly denied by identity'],
    ['another role', { trust: trusts(`${ROLE}2`), identity: allow }, 'implicitly denied by trust'],
  ])('a trust policy that names %s', (_, policies, expected) => {
    expect(judged(policies)).toBe(expected);
  });
});
