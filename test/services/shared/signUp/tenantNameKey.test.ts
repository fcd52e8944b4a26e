import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TenantName } from '../../../../events/fields.ts';
import { tenantNameKey } from '../../../../services/shared/signUp/tenantNameKey.ts';

describe('tenantNameKey', () => {
  it.each([
    ['case', 'ACME', 'acme'],
    ['case of sharp s', 'GROSSE STRASSE', 'große straße'],
    ['case of a sigma', 'ΟΔΟΣ', 'οδος'],
    ['case of Turkish letters', 'İSTANBUL IŞIK', 'istanbul ışık'],
    ['outer spaces', '  Acme ', 'Acme'],
    ['doubled spaces', 'Acme   Corp', 'Acme Corp'],
    ['no-break spaces', 'Acme\u00a0Corp', 'Acme Corp'],
    ['width', 'Ａｃｍｅ', 'Acme'],
    ['composition', 'Mu\u0308ller', 'M\u00fcller'],
    ['apostrophes', "L'Atelier", 'L’Atelier'],
    ['accents for apostrophes', 'L´Atelier', 'L`Atelier'],
    ['quotes', 'ООО «Ромашка»', 'ООО "Ромашка"'],
    ['gershayim', 'חברת הדוגמה בע״מ', 'חברת הדוגמה בע"מ'],
    ['dashes', 'Nord–Süd', 'Nord-Süd'],
    ['joiners', 'نرم\u200cافزار', 'نرمافزار'],
    ['a Cyrillic a', 'Paypal', 'P\u0430ypal'],
    ['Cyrillic capitals', 'MICROSOFT', 'МIСRОSОFТ'],
    ['Greek letters', 'ACME', 'ΑCΜΕ'],
    ['comma and cedilla below', 'Ștefan', 'Ştefan'],
  ])('does not tell %s apart', (_what, one, other) => {
    expect(tenantNameKey(one)).toBe(tenantNameKey(other));
  });

  it.each([
    ['punctuation', 'Acme, Inc.', 'Acme Inc'],
    ['accents', 'Müller', 'Muller'],
    ['joined words', 'Ac me', 'Acme'],
    ['rn and m of ASCII', 'Barn', 'Bam'],
    ['l, I and 1 of ASCII', 'Il1', 'lI1'],
    ['0 and O of ASCII', '0rder', 'Order'],
    ['rn and m beside an umlaut', 'Börn', 'Böm'],
    ['digits of another script where no letter is', 'Suite ٥', 'Suite o'],
    ['kana', 'サンプル', 'サンブル'],
  ])('tells %s apart', (_what, one, other) => {
    expect(tenantNameKey(one)).not.toBe(tenantNameKey(other));
  });

  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  const words = fc.array(word, { minLength: 1, maxLength: 4 });

  it('is the same however a name is spelt', () => {
    fc.assert(
      fc.property(words, (all) => {
        const name = all.join(' ');

        const key = tenantNameKey(name);

        expect(tenantNameKey(name.normalize('NFD'))).toBe(key);
        expect(tenantNameKey(TenantName.safeParse(name).data ?? name)).toBe(key);
        expect(tenantNameKey(` ${all.join('\u3000\u00a0')}\n`)).toBe(key);
        expect(tenantNameKey([...name].map((one) => one.toUpperCase()).join(''))).toBe(key);
      }),
      { seed: 12, numRuns: 1_000 },
    );
  });

  it('is the same for ASCII in full width and with other quotes', () => {
    const widened = (text: string) =>
      text.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (name) => {
        const key = tenantNameKey(name);

        expect(tenantNameKey(widened(name))).toBe(key);
        expect(tenantNameKey(name.replaceAll("'", '’').replaceAll('"', '„'))).toBe(key);
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('is the plain name in small letters for a name of ASCII', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9&.,+-]{1,30}$/), (name) => {
        expect(tenantNameKey(name)).toBe(name.toLowerCase());
      }),
      { seed: 12 },
    );
  });
});
