import { foldCase } from '../foldCase.ts';

/** What each character looks like, as confusables.txt has it. */
export type Prototypes = ReadonlyMap<string, string>;

const isAscii = (text: string): boolean => /^\p{ASCII}+$/u.test(text);

/** Names are compared after these, so other characters never come. */
const isComparable = (character: string): boolean =>
  /^[\p{L}\p{M}\p{N}]$/u.test(character) &&
  !isAscii(character) &&
  character.normalize('NFKC') === character &&
  character.normalize('NFD') === character &&
  foldCase(character) === character;

/** ASCII where the letter or its capital looks like ASCII: who writes in capitals deceives as well. */
const firstStep = (prototypes: Prototypes, character: string): string => {
  const small = prototypes.get(character) ?? character;
  const capital = prototypes.get(character.toUpperCase()) ?? '';
  const alike = !isAscii(small) && isAscii(capital) ? capital : small;
  return foldCase(alike.normalize('NFKC')).normalize('NFD');
};

const MOST_STEPS = 6;

const lastStep = (prototypes: Prototypes, character: string): string => {
  let text = character;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = [...text]
      .map((one) => (isAscii(one) ? one : firstStep(prototypes, one)))
      .join('')
      .normalize('NFD');
    if (next === text) return text;
    text = next;
  }
  throw new Error(`U+${character.codePointAt(0)?.toString(16)} has no end: ${text}`);
};

/** What each small letter, mark and number beyond ASCII is compared as, where that is not itself. */
export const lookalikeTable = (prototypes: Prototypes): ReadonlyMap<string, string> => {
  const sources = new Set([...prototypes.keys()].map((one) => foldCase(one)));
  return new Map(
    [...sources]
      .filter(isComparable)
      .map((character) => [character, lastStep(prototypes, character)] as const)
      .filter(([character, like]) => character !== like),
  );
};
