import { describe, expect, it } from '@jest/globals';
import { ContextKeys } from '../../../../local/iam/policy/contextKeys.ts';
import { decide } from '../../../../local/iam/policy/decide.ts';
import { compilePolicy } from '../../../../local/iam/policy/policy.ts';
import { type PolicyUse, readPolicy } from '../../../../local/iam/policyDocument.ts';
import type { JsonObject } from '../../../../local/json.ts';

const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/App`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/App/one`;
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`;
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const TENANT = '${aws:PrincipalTag/TenantId}';

type Keys = Record<string, string | string[]>;

const policy = (statement: JsonObject, use: PolicyUse, Version = '2012-10-17') =>
  compilePolicy('p', readPolicy(JSON.stringify({ Version, Statement: statement }), use));

const subject = {
  kind: 'role',
  accountId: ACCOUNT,
  roleArn: ROLE,
  sessionArn: SESSION,
} as const;

const allow = { Effect: 'Allow', Action: '*', Resource: '*' };

/** The verdict on reading a table, or on assuming a role where there is a trust policy. */
const judged = (
  policies: {
    identity?: JsonObject;
    session?: JsonObject;
    resource?: JsonObject;
    trust?: JsonObject;
    version?: string;
  },
  keys: Keys = {},
  resource = TABLE,
): string => {
  const { identity, session, version } = policies;
  const on = policies.resource && policy(policies.resource, 'resource');
  const verdict = decide(
    {
      action: policies.trust ? 'sts:AssumeRole' : 'dynamodb:GetItem',
      resource,
      keys: new ContextKeys(keys),
      subject,
    },
    {
      identity: identity ? [policy(identity, 'identity', version)] : [],
      session: session && policy(session, 'identity'),
      resource: policies.trust ? policy(policies.trust, 'trust') : on,
      isTrust: policies.trust !== undefined,
    },
  );
  if (verdict.allowed) return 'allowed';
  return `${verdict.explicit ? 'explicitly' : 'implicitly'} denied by ${verdict.kind}`;
};

const under = (Condition: JsonObject, keys: Keys, version?: string): boolean =>
  judged({ identity: { ...allow, Condition }, ...(version && { version }) }, keys) === 'allowed';

const leading = (operator: string, pattern: string, ...LeadingKeys: string[]): boolean =>
  under(
    { [operator]: { 'dynamodb:LeadingKeys': pattern } },
    { 'dynamodb:LeadingKeys': LeadingKeys },
  );

describe('decide', () => {
  it.each([
    ['ForAllValues:StringLike', 'tenant1-*', ['tenant10-42'], false],
    ['ForAllValues:StringLike', 'tenant1*', ['tenant10-42'], true],
    ['ForAllValues:StringLike', 'tenant1-*', ['tenant1-eu-42'], true],
    ['ForAllValues:StringLike', '*', ['tenant2'], true],
    ['ForAllValues:StringLike', 't?', ['t2'], true],
    ['ForAllValues:StringEquals', '*', ['tenant2'], false],
    ['ForAllValues:StringEquals', 't1#0', [], true],
    ['ForAnyValue:StringEquals', 't1#0', ['t1#0', 't2#0'], true],
    ['ForAllValues:StringEquals', 't1#0', ['t1#0', 't2#0'], false],
    ['StringEquals', 't1#0', ['t1#0'], false],
  ])('takes %s %s for keys %j: %s', (operator, pattern, keys, expected) => {
    expect(leading(operator, pattern, ...keys)).toBe(expected);
  });

  it('refuses a request without keys when Null demands them', () => {
    const Condition = {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 't1#0' },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };

    expect(under(Condition, {})).toBe(false);
    expect(under(Condition, { 'dynamodb:LeadingKeys': ['t1#0'] })).toBe(true);
    expect(under(Condition, { 'dynamodb:LeadingKeys': [] })).toBe(false);
  });

  it.each([
    ['is filled in', 't1', 't1#0', true],
    ['is no wildcard', '*', 't2#0', false],
    ['is no single wildcard', 't?', 't2#0', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a tag that looks like a variable
    ['is not read again', '${aws:PrincipalTag/TenantId}', 't2#0', false],
    ['is one tenant, not its longer namesakes', 't1', 't10#0', false],
  ])("a variable's value %s", (_, tag, key, expected) => {
    const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${TENANT}#0` } };

    expect(
      under(Condition, { 'aws:PrincipalTag/TenantId': tag, 'dynamodb:LeadingKeys': [key] }),
    ).toBe(expected);
  });

  it('lets nothing match a variable without value, not even a negation', () => {
    expect(under({ StringLike: { 'aws:username': `${TENANT}*` } }, { 'aws:username': '*' })).toBe(
      false,
    );
    expect(under({ StringNotEquals: { 'aws:username': TENANT } }, { 'aws:username': 'a' })).toBe(
      false,
    );
    expect(judged({ identity: { ...allow, Resource: `${TABLE}${TENANT}` } })).toMatch('denied');
    const { Resource: _, ...rest } = allow;
    expect(judged({ identity: { ...rest, NotResource: `${TABLE}${TENANT}` } })).toMatch('denied');
  });

  it("takes a variable's default value, and its literal escapes in every operator", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const initial = "${aws:PrincipalTag/TenantId, 'none'}";

    expect(under({ StringEquals: { 'aws:username': initial } }, { 'aws:username': 'none' })).toBe(
      true,
    );
    for (const operator of ['StringEquals', 'StringLike']) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an escape of a policy
      const Condition = { [operator]: { 'aws:username': 'a${*}' } };
      expect(under(Condition, { 'aws:username': 'a*' })).toBe(true);
      expect(under(Condition, { 'aws:username': 'ab' })).toBe(false);
    }
  });

  it('has no variables in a policy of 2008', () => {
    const Condition = { StringEquals: { 'aws:username': TENANT } };
    const tag = { 'aws:PrincipalTag/TenantId': 't1' };

    expect(under(Condition, { ...tag, 'aws:username': 't1' }, '2008-10-17')).toBe(false);
    expect(under(Condition, { ...tag, 'aws:username': TENANT }, '2008-10-17')).toBe(true);
  });

  it.each([
    [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '2001:db8::1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, { 'aws:SourceIp': '2001:db8::1' }, true],
    [
      { DateLessThan: { 'aws:CurrentTime': '1800000000' } },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      true,
    ],
    [{ NumericLessThan: { 'aws:EpochTime': 5 } }, { 'aws:EpochTime': '4' }, true],
    [{ NumericNotEquals: { 'aws:EpochTime': '5' } }, { 'aws:EpochTime': 'five' }, false],
    [{ Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': 'true' }, false],
    [{ StringEqualsIfExists: { 'aws:username': 'a' } }, {}, true],
    [{ StringEquals: { 'aws:username': 'a' } }, {}, false],
    [{ StringNotEquals: { 'aws:username': 'a' } }, {}, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, {}, false],
    [{ stringequals: { 'AWS:UserName': 'a' } }, { 'aws:username': 'a' }, true],
  ])('%j with %j: %s', (Condition, keys, expected) => {
    expect(under(Condition, keys)).toBe(expected);
  });

  it.each(['StringMatches', 'BinaryEquals', 'ForSomeValues:StringEquals', 'NullIfExists'])(
    'refuses the operator %s by name',
    (operator) => {
      expect(() => under({ [operator]: { 'aws:username': 'a' } }, {})).toThrow(operator);
    },
  );

  it.each([
    [TABLE, TABLE, true],
    [`${TABLE}*`, `${TABLE}-old`, true],
    [TABLE.toUpperCase(), TABLE, false],
    ['arn:aws:dynamodb:*:*:table/orders', TABLE, true],
    [`arn:aws:dynamodb:*:table/orders`, TABLE, false],
    [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:t*/orders`, TABLE, false],
    [`${TABLE}/index/*`, TABLE, false],
    [TABLE, `${TABLE}/index/byDay`, false],
    ['arn:aws:*', '*', false],
    ['*', '*', true],
  ])('Resource %s is about %s: %s', (Resource, resource, expected) => {
    expect(judged({ identity: { ...allow, Resource } }, {}, resource) === 'allowed').toBe(expected);
  });

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
