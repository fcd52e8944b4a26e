import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { typedAddress } from '../../events/emailAddress.ts';
import { EmailAddress } from '../../events/fields.ts';

const objectionTo = (address: string) => EmailAddress.safeParse(address).error?.issues[0]?.message;

const label = (length: number) => 'b'.repeat(length);

describe('EmailAddress', () => {
  it.each([
    ['lower case', 'Ada@Example.COM', 'ada@example.com'],
    ['no space around', ' ada@example.com\n', 'ada@example.com'],
    ['A-labels', 'info@bücher.example', 'info@xn--bcher-kva.example'],
    ['A-labels of a whole domain', 'info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
    ['an ideographic full stop', 'a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['ß as itself', 'a@faß.de', 'a@xn--fa-hia.de'],
  ])('is kept in one form: %s', (_what, given, kept) => {
    expect(EmailAddress.parse(given)).toBe(kept);
    expect(EmailAddress.parse(kept)).toBe(kept);
  });

  it.each([
    "o'hara@x.example",
    'r&d@x.example',
    'first.last+saas@x.example',
    '_@x.co',
    'a@x.technology',
  ])('takes %s as it is', (address) => {
    expect(EmailAddress.parse(address)).toBe(address);
  });

  it('takes whatever fast-check knows for an address, up to the limits', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const isShort = address.length <= 128 && address.indexOf('@') <= 64;

        expect(EmailAddress.safeParse(address).success).toBe(isShort);
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('takes 128 characters and no more', () => {
    const longest = `${'a'.repeat(56)}@${label(63)}.example`;

    expect(longest).toHaveLength(128);
    expect(EmailAddress.parse(longest)).toBe(longest);
    expect(objectionTo(`a${longest}`)).toBe('must be at most 128 characters');
  });

  it.each([
    ['名前@例え.example', 'before the @: our mail does not reach others'],
    [`${'a'.repeat(65)}@x.example`, 'at most 64 characters before the @'],
    ['a b@x.example', 'what stands before the @ is none'],
    ['.a@x.example', 'what stands before the @ is none'],
    ['a..b@x.example', 'what stands before the @ is none'],
    ['a@b@x.example', 'what stands before the @ is none'],
    ['a@localhost', 'is no domain'],
    ['a@1.2.3.4', 'is no domain'],
    ['a@-x.example', 'is no domain'],
    ['a@x_y.example', 'is no domain'],
    ['a@x.example/path', 'is no domain'],
    ['a@foo%41.example', 'is no domain'],
    ['a@xn--a.example', 'is no domain'],
    [`a@${label(64)}.example`, 'is no domain'],
    ['ada', 'such as ada@example.com'],
    ['ada@', 'such as ada@example.com'],
    ['@x.example', 'such as ada@example.com'],
    [' ', 'must not be empty'],
  ])('says what is wrong with %p', (address, said) => {
    expect(objectionTo(address)).toContain(said);
  });
});

describe('typedAddress', () => {
  it.each([
    'ada@example.com',
    'info@bücher.example',
    'info@пример.рф',
    'a@例え.テスト',
    'a@faß.de',
    'ada@büro.пример.example',
  ])('gives back %s', (typed) => {
    expect(typedAddress(EmailAddress.parse(typed))).toBe(typed);
  });

  it.each([
    ['a Cyrillic letter among Latin ones', 'ada@xn--pple-43d.example'],
    ['a Greek letter among Latin ones', 'ada@xn--ggle-0nd.example'],
    ['an A-label of nothing', 'ada@xn--.example'],
    ['an A-label of plain letters', 'ada@xn--ada-.example'],
    ['an A-label of what has another one', 'ada@xn--Bcher-Kva.example'],
  ])('leaves %s as it is', (_what, address) => {
    expect(typedAddress(address)).toBe(address);
  });
});
