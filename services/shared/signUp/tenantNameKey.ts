import { foldCase } from './foldCase.ts';
import { lookalikes } from './lookalikes.ts';

const characterOf = (hex: string): string => String.fromCodePoint(Number.parseInt(hex, 16));

const lookalike = new Map(
  lookalikes
    .trim()
    .split(/\s+/)
    .flatMap((entry) => {
      const [target = '', sources = ''] = entry.split('=');
      const like = target.split('+').map(characterOf).join('');
      return sources.split(',').map((source): [string, string] => [characterOf(source), like]);
    }),
);

const JOINERS = /[\u180e\u200c\u200d]/g;
const APOSTROPHES = /[`´‘’‚‛‹›′‵ʹʻʼʽˈˊˋꞌ\u05f3\uff07]/g;
const QUOTES = /[“”„‟«»″‶〝〞〟\u05f4\uff02]/g;

const plain = (name: string): string =>
  name
    .replaceAll(JOINERS, '')
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(QUOTES, '"')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/\s+/g, ' ');

const folded = (name: string): string =>
  plain(foldCase(plain(name.normalize('NFC')).normalize('NFKC')).normalize('NFKC')).trim();

const LETTER_BEYOND_ASCII = /(?!\p{ASCII})\p{L}/u;

const skeleton = (name: string): string =>
  [...name.normalize('NFD')]
    .map((character) => lookalike.get(character) ?? character)
    .join('')
    .normalize('NFC');

/**
 * Two names with the same key are the same name to people. Case, width, spacing, joiners and the kind of quotes and dashes
 * do not count. A letter beyond ASCII counts as what it looks like (UTS 39), so that no other script counterfeits a name;
 * letters of ASCII are told apart, whatever they look like.
 */
export const tenantNameKey = (tenantName: string): string => {
  const name = folded(tenantName);
  return LETTER_BEYOND_ASCII.test(name) ? plain(skeleton(name)).trim() : name;
};
