import { describe, expect, it } from '@jest/globals';
import { TenantId, TenantName } from '../../events/fields.ts';
import { aTenantId } from '../support/builders.ts';

describe('TenantName', () => {
  it.each(['A', '3M', 'Müller & Söhne', '株式会社', 'a'.repeat(100), '𐌰'.repeat(100)])(
    'accepts %s',
    (name) => {
      expect(TenantName.parse(name)).toBe(name);
    },
  );

  it.each([
    ['outer spaces', '  Acme ', 'Acme'],
    ['spaces of any kind', 'Acme\u00a0\u2003 Corp', 'Acme Corp'],
    ['ideographic spaces', '株式会社\u3000見本', '株式会社 見本'],
    ['decomposed letters', 'Mu\u0308ller', 'Müller'],
  ])('has one spelling for %s', (_what, given, kept) => {
    expect(TenantName.parse(given)).toBe(kept);
    expect(TenantName.parse(kept)).toBe(kept);
  });

  it.each([
    ['nothing', ''],
    ['only spaces', ' \u3000 '],
    ['101 characters', 'a'.repeat(101)],
    ['ligatures of whole sentences', '\ufdfa'.repeat(100)],
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
