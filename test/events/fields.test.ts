import { describe, expect, it } from '@jest/globals';
import { EmailAddress, TenantId, TenantName, tenantNameKey } from '../../events/fields.ts';
import { aTenantId } from '../support/builders.ts';

describe('tenantNameKey', () => {
  it.each([
    ['case', 'ACME', 'acme'],
    ['outer spaces', '  Acme ', 'Acme'],
    ['doubled spaces', 'Acme   Corp', 'Acme Corp'],
    ['width', 'Ａｃｍｅ', 'Acme'],
    ['composition', 'Mu\u0308ller', 'M\u00fcller'],
    ['no-break spaces', 'Acme\u00a0Corp', 'Acme Corp'],
  ])('does not tell %s apart', (_what, one, other) => {
    expect(tenantNameKey(one)).toBe(tenantNameKey(other));
  });

  it.each([
    ['punctuation', 'Acme, Inc.', 'Acme Inc'],
    ['accents', 'Müller', 'Muller'],
    ['joined words', 'Ac me', 'Acme'],
  ])('tells %s apart', (_what, one, other) => {
    expect(tenantNameKey(one)).not.toBe(tenantNameKey(other));
  });
});

describe('TenantName', () => {
  it.each(['A', '3M', 'Müller & Söhne', "O'Neil (UK) Ltd.", '株式会社', 'a'.repeat(100)])(
    'accepts %s',
    (name) => {
      expect(TenantName.parse(name)).toBe(name);
    },
  );

  it('trims', () => {
    expect(TenantName.parse('  Acme ')).toBe('Acme');
  });

  it.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['101 characters', 'a'.repeat(101)],
    ['ligatures of whole sentences', '\ufdfa'.repeat(100)],
    ['a leading hyphen', '-acme'],
    ['markup', 'Acme <b>'],
    ['a line break', 'Acme\nCorp'],
    ['a hash', 'Acme#1'],
    ['an emoji', 'Acme 🚀'],
    ['a right-to-left override', 'Acme\u202e'],
    ['a template', `\${x}`],
  ])('refuses %s', (_what, name) => {
    expect(TenantName.safeParse(name).success).toBe(false);
  });
});

describe('TenantId', () => {
  it('accepts "t" and a lower-case ULID', () => {
    expect(TenantId.parse(aTenantId(1))).toBe(aTenantId(1));
  });

  it.each([
    ['upper case', aTenantId(1).toUpperCase()],
    ['another prefix', aTenantId(1).replace('t', 'x')],
    ['one character too few', aTenantId(1).slice(0, -1)],
    ['one character too many', `${aTenantId(1)}0`],
    ['a wildcard', `${aTenantId(1).slice(0, -1)}*`],
    ['a policy variable', `\${aws:username}`],
    ['a trailing line break', `${aTenantId(1)}\n`],
    ['a letter that ULIDs leave out', `${aTenantId(1).slice(0, -1)}u`],
  ])('refuses %s', (_what, id) => {
    expect(TenantId.safeParse(id).success).toBe(false);
  });
});

describe('EmailAddress', () => {
  it('is lower case', () => {
    expect(EmailAddress.parse('Ada@Example.COM')).toBe('ada@example.com');
  });

  it.each(['', 'ada', 'ada@', '@example.com', 'a b@example.com', `${'a'.repeat(250)}@x.example`])(
    'refuses %p',
    (address) => {
      expect(EmailAddress.safeParse(address).success).toBe(false);
    },
  );
});
