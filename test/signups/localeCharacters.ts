import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { unicodeSet } from './unicodeSet.ts';

const CldrSet = z.string().default('[]').transform(unicodeSet);

const Characters = z.object({
  exemplarCharacters: CldrSet,
  auxiliary: CldrSet,
  punctuation: CldrSet,
  numbers: CldrSet,
});

const File = z.object({
  main: z.record(z.string(), z.object({ characters: Characters })),
});

/** What belongs to a language by CLDR: the letters that it is written in, those that it borrows, its punctuation and digits. */
export type LocaleCharacters = {
  letters: string[];
  borrowed: string[];
  punctuation: string[];
  digits: string[];
};

/** Joiners and marks of direction have their places, which a list of characters does not tell. */
const isOrdinary = (text: string): boolean => !/\p{Cf}/u.test(text);

const isWord = (text: string): boolean => isOrdinary(text) && /^[\p{L}\p{M}]+$/u.test(text);

/** Letters, and letters with marks: a mark alone has no place of its own. */
const beginning = (text: string): boolean => isWord(text) && !/^\p{M}/u.test(text);

export const localeCharacters = (locale: string): LocaleCharacters => {
  const path = `node_modules/cldr-misc-full/main/${locale}/characters.json`;
  const { main } = File.parse(JSON.parse(readFileSync(path, 'utf8')));
  const characters = main[locale]?.characters;
  if (!characters) throw new Error(`CLDR has no characters of ${locale}`);
  return {
    letters: characters.exemplarCharacters.filter(isWord),
    borrowed: characters.auxiliary.filter(beginning),
    punctuation: characters.punctuation.filter(isOrdinary),
    digits: characters.numbers.filter((text) => /^\p{Nd}$/u.test(text)),
  };
};
