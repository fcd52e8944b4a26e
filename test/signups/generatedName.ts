import { pick } from '../../simulation/world/seededRandom.ts';
import { type LegalForms, legalForms } from './legalForms.ts';
import { type LocaleCharacters, localeCharacters } from './localeCharacters.ts';
import { type Register, registerSigns } from './registerSigns.ts';

/** Chance: a number between 0 and 1, another each time. */
export type Chance = () => number;

const all = <T>(make: (locale: string) => T): ReadonlyMap<string, T> =>
  new Map(Object.keys(legalForms).map((locale) => [locale, make(locale)]));

const characters = all(localeCharacters);

const UNSPACED = ['ja', 'zh', 'zh-Hant', 'yue', 'th', 'km', 'lo', 'my'];

/** Words that are spelt with a joiner. */
const joined: Readonly<Record<string, readonly string[]>> = {
  fa: ['نرم\u200cافزار', 'خانه\u200cهای', 'پیش\u200cگام'],
  hi: ['अनुष्\u200dठान', 'शक्\u200cति'],
  ml: ['അവന്\u200d'],
  'mn-Mong': ['ᠵᠢᠱᠢᠶ\u180eᠡ'],
  si: ['ශ්\u200dරී', 'ප්\u200dරගති'],
};

const registers: Readonly<Record<string, Register>> = {
  ja: 'houmukyoku',
  zh: 'gongshang',
  ru: 'egrul',
  fr: 'infogreffe',
  de: 'handelsregister',
  en: 'companiesHouse',
  es: 'delaware',
};

export const likely = (chance: Chance, share: number): boolean => chance() < share;

const repeated = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const upTo = (chance: Chance, most: number): number => 1 + Math.floor(chance() * most);

/** A word of a language: mostly its own letters, now and then one that it borrows. */
export const generatedWord = (chance: Chance, locale: string): string => {
  const { letters, borrowed } = characters.get(locale) ?? localeCharacters(locale);
  const first = pick(
    letters.filter((letter) => !/^\p{M}/u.test(letter)),
    chance(),
  );
  const rest = repeated(upTo(chance, 8), () =>
    pick(borrowed.length > 0 && likely(chance, 0.05) ? borrowed : letters, chance()),
  );
  return [first, ...rest].join('');
};

const cased = (chance: Chance, word: string, locale: string): string => {
  const how = chance();
  if (how < 0.15) return word.toLocaleUpperCase(locale);
  if (how < 0.3) return word;
  const [first = '', ...rest] = word;
  return first.toLocaleUpperCase(locale) + rest.join('');
};

const aWord = (chance: Chance, locale: string): string => {
  const special = joined[locale];
  if (special && likely(chance, 0.2)) return pick(special, chance());
  return cased(chance, generatedWord(chance, locale), locale);
};

const signsOf = (locale: string, { punctuation }: LocaleCharacters): readonly string[] => {
  const register = registers[locale];
  return register ? registerSigns[register] : ['&', '-', '.', ...punctuation];
};

/** Sets a sign between two words, or behind one. */
const withSign = (chance: Chance, words: readonly string[], sign: string): string[] => {
  const [first = '', ...rest] = words;
  const [second, ...others] = rest;
  if (second === undefined) return [`${first}${sign}`];
  return likely(chance, 0.5)
    ? [`${first}${sign}${second}`, ...others]
    : [first, sign, second, ...others];
};

const withForm = (chance: Chance, name: string, { before, after }: LegalForms): string => {
  const inFront = before && (!after || likely(chance, 0.5));
  const form = pick((inFront ? before : after) ?? [''], chance());
  const gap = form.startsWith(',') ? '' : ' ';
  return (inFront ? `${form} ${name}` : `${name}${gap}${form}`).trim();
};

/** As keyboards, spreadsheets and other systems write the same name. */
const spellings: readonly ((name: string) => string)[] = [
  (name) => name.normalize('NFD'),
  (name) => name.replaceAll(' ', '\u00a0'),
  (name) => name.replaceAll(' ', '  '),
  (name) => ` ${name}\n`,
  (name) => name.replaceAll(' ', '\u3000'),
  (name) => name.replaceAll("'", '’'),
];

/** What a company may be called, by its language's letters, its register's signs and its country's legal forms. */
export const generatedName = (chance: Chance): { locale: string; name: string } => {
  const locale = pick(Object.keys(legalForms), chance());
  const own = characters.get(locale) ?? localeCharacters(locale);
  let words = repeated(upTo(chance, 3), () => aWord(chance, locale));
  if (likely(chance, 0.3)) words = withSign(chance, words, pick(signsOf(locale, own), chance()));
  if (own.digits.length > 0 && likely(chance, 0.1)) words.push(pick(own.digits, chance()));
  const name = words.join(UNSPACED.includes(locale) ? '' : ' ');
  const whole = likely(chance, 0.8) ? withForm(chance, name, legalForms[locale] ?? {}) : name;
  return { locale, name: likely(chance, 0.2) ? pick(spellings, chance())(whole) : whole };
};
