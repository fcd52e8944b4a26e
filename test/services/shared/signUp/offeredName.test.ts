import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OfferedName } from '../../../../services/shared/signUp/offeredName.ts';

const objectionTo = (name: string) => OfferedName.safeParse(name).error?.issues[0]?.message;

describe('OfferedName', () => {
  it.each([
    'Nordvind A/S',
    '=SUM Consulting',
    'Toys "B" Us',
    '<br> Records',
    '€co Shop',
    '№1 Логистика',
    '（株）サンプル商事',
    'شرکت نرم\u200cافزار نمونه',
    'अनुष्\u200dठान ट्रस्ट',
    'ᠵᠢᠱᠢᠶ\u180eᠡ',
    '7',
  ])('takes %s as it is', (name) => {
    expect(OfferedName.parse(name)).toBe(name);
  });

  it.each([
    ['a right-to-left override', 'Acme\u202e', 'U+202E (character 5), which turns the direction'],
    ['a right-to-left mark', 'Acme \u200fCo', 'U+200F (character 6), which turns the direction'],
    ['a line break', 'Acme\nCorp', 'U+000A (character 5), which breaks the line'],
    ['a line separator', 'Acme\u2028Corp', 'U+2028 (character 5), which breaks the line'],
    ['a tabulator', 'Acme\tCorp', 'U+0009 (character 5), which controls devices'],
    ['a nul', 'a\u0000b', 'U+0000 (character 2), which controls devices'],
    ['half a character', 'a\ud83db', 'U+D83D (character 2), which is half'],
    ['a character of private use', 'a\ue000b', 'U+E000 (character 2), which means something else'],
    ['a character that is none', 'a\uffffb', 'U+FFFF (character 2), which means nothing'],
    ['a soft hyphen', 'a\u00adb', 'U+00AD (character 2), which is invisible'],
    ['a Hangul filler', '한\u3164글', 'U+3164 (character 2), which is invisible'],
    ['a tag', '🏴\u{e0067}a', 'U+E0067 (character 2), which is invisible'],
    ['a variation selector', 'a\ufe0f', 'U+FE0F (character 2), which is invisible'],
    ['a lost character', 'M\ufffdller', 'U+FFFD "\ufffd" (character 2), which stands for'],
    [
      'a joiner between Latin letters',
      'Ac\u200dme',
      'U+200D (character 3), which is invisible and',
    ],
    ['a non-joiner after a letter that joins nothing', 'د\u200cا', 'U+200C (character 2)'],
    ['a joiner between Arabic letters', 'ن\u200dم', 'U+200D (character 2)'],
    ['a Mongolian separator elsewhere', 'Ac\u180eme', 'U+180E (character 3)'],
  ])('names %s and its place', (_what, name, said) => {
    expect(objectionTo(name)).toContain(said);
  });

  it('takes no offence at line breaks around a name', () => {
    expect(OfferedName.parse('\r\n\tAcme\n')).toBe('Acme');
  });

  it('counts the place in characters of the name as it was given', () => {
    expect(objectionTo(' 🏠𐌰\u202e')).toContain('(character 4)');
  });

  it.each([
    ['nothing', ' \u3000', 'must not be empty'],
    ['punctuation alone', '-- & --', 'must hold a letter or a digit'],
    ['101 characters', 'ä'.repeat(101), 'must be at most 100 characters'],
    ['ligatures of whole sentences', '\ufdfa'.repeat(100), 'is too long'],
    ['a name of ours', 'Support', 'is reserved: choose another'],
    ['a name that looks like one of ours', '\u0430dmin', 'is reserved: choose another'],
  ])('refuses %s', (_what, name, said) => {
    expect(objectionTo(name)).toBe(said);
  });

  it.each(['Support GmbH', 'Root & Branch', 'Systems'])(
    'takes %s, which is nobody of ours',
    (name) => {
      expect(OfferedName.parse(name)).toBe(name);
    },
  );

  it('changes nothing that it has taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (name) => {
        const taken = OfferedName.safeParse(name);
        fc.pre(taken.success);

        expect(OfferedName.parse(taken.data)).toBe(taken.data);
      }),
      { seed: 12, numRuns: 2_000 },
    );
  });

  it('finds the one bad character among good ones', () => {
    const good = fc.array(fc.constantFrom(...'aÄ7 .ж株ب𐌰'), { maxLength: 20 });
    const bad = fc.constantFrom('\u202e', '\u0007', '\u200b', '\ue123', '\u{10ffff}', '\u2029');
    fc.assert(
      fc.property(good, bad, good, (before, character, after) => {
        const name = ['x', ...before, character, ...after, 'x'].join('');

        expect(objectionTo(name)).toContain(`(character ${before.length + 2})`);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
