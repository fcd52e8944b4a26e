import { describe, expect, it } from '@jest/globals';
import { allow, judged, TABLE, TENANT, under } from './judged.ts';

const leading = (operator: string, pattern: string, ...LeadingKeys: string[]): boolean =>
  under(
    { [operator]: { 'dynamodb:LeadingKeys': pattern } },
    { 'dynamodb:LeadingKeys': LeadingKeys },
  );

describe('condition', () => {
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
    [{ IpAddress: { 'aws:SourceIp': '::/0' } }, { 'aws:SourceIp': '10.0.0.1' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '::/0' } }, { 'aws:SourceIp': '10.0.0.1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '::/0' } }, { 'aws:SourceIp': '2001:db8::1' }, true],
    [{ BinaryEquals: { key: 'QmluYXJ5' } }, { key: 'QmluYXJ5' }, true],
    [{ BinaryEquals: { key: 'QmluYXJ5' } }, { key: 'QmluYXI=' }, false],
  ])('oracle F8: %j with %j: %s', (Condition, keys, expected) => {
    expect(under(Condition, keys)).toBe(expected);
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

  it.each(['StringMatches', 'ForSomeValues:StringEquals', 'NullIfExists'])(
    'refuses the operator %s by name',
    (operator) => {
      expect(() => under({ [operator]: { 'aws:username': 'a' } }, {})).toThrow(operator);
    },
  );
});
