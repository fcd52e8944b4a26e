import { isJoiner, mayJoin } from './joiners.ts';

/** Stands for a character that was lost, for an object, or shows nothing though it counts as a symbol. */
const SHOWS_NOTHING = /[\ufffc\ufffd\u2800]/u;

/** The first that holds says why. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\p{Bidi_Control}/u, 'turns the direction of text'],
  [/[\n\r\u0085\u2028\u2029]/u, 'breaks the line'],
  [/\p{Cc}/u, 'controls devices and is no part of a text'],
  [/\p{Cs}/u, 'is half of a character'],
  [/\p{Co}/u, 'means something else on each computer'],
  [/\p{Cn}/u, 'means nothing in Unicode'],
  [/\p{Default_Ignorable_Code_Point}|\p{Cf}/u, 'is invisible'],
  [SHOWS_NOTHING, 'stands for something that is not there'],
];

const whyNot = (characters: readonly string[], at: number): string | undefined => {
  const character = characters[at] ?? '';
  if (!isJoiner(character)) return kinds.find(([kind]) => kind.test(character))?.[1];
  const [before, after] = [characters.slice(0, at), characters.slice(at + 1)];
  if (mayJoin(character, before.join(''), after.join(''))) return undefined;
  return 'is invisible and joins nothing here';
};

const PRINTABLE = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

const shown = (character: string): string => {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const glyph = PRINTABLE.test(character) ? ` "${character}"` : '';
  return `U+${point}${glyph}`;
};

/** What is wrong with the first character that no name may have: which it is, its place (from 1), and why. */
export const objectionToCharacter = (name: string): string | undefined => {
  const characters = [...name];
  const start = [...name.slice(0, name.length - name.trimStart().length)].length;
  const end = [...name.trimEnd()].length;
  for (let at = start; at < end; at += 1) {
    const why = whyNot(characters, at);
    if (why === undefined) continue;
    return `must not hold ${shown(characters[at] ?? '')} (character ${at + 1}), which ${why}`;
  }
  return undefined;
};
