import { joinsNext, joinsPrevious, viramas } from './joining.ts';

const classOf = (ranges: string): string =>
  ranges
    .trim()
    .split(/\s+/)
    .map((range) => range.replace(/[0-9a-f]+/g, (point) => `\\u{${point}}`))
    .join('');

/** Marks and format characters, which joining looks through. */
const BETWEEN = '[\\p{Mn}\\p{Me}\\p{Cf}]*';

const AFTER_VIRAMA = new RegExp(`[${classOf(viramas)}]$`, 'u');
const JOINS_NEXT = new RegExp(`[${classOf(joinsNext)}]${BETWEEN}$`, 'u');
const JOINS_PREVIOUS = new RegExp(`^${BETWEEN}[${classOf(joinsPrevious)}]`, 'u');
const ENDS_MONGOLIAN = /\p{Script=Mongolian}$/u;
const BEGINS_MONGOLIAN = /^\p{Script=Mongolian}/u;

type Allowed = (before: string, after: string) => boolean;

const rules: ReadonlyMap<string, Allowed> = new Map<string, Allowed>([
  [
    '\u200c',
    (before, after) =>
      AFTER_VIRAMA.test(before) || (JOINS_NEXT.test(before) && JOINS_PREVIOUS.test(after)),
  ],
  ['\u200d', (before) => AFTER_VIRAMA.test(before)],
  ['\u180e', (before, after) => ENDS_MONGOLIAN.test(before) && BEGINS_MONGOLIAN.test(after)],
]);

/** Whether the character is a joiner: invisible, and in some scripts a part of the spelling. */
export const isJoiner = (character: string): boolean => rules.has(character);

/**
 * Whether a joiner is a part of the spelling between these texts: as ContextJ of IDNA says (RFC 5892, A.1 and A.2), and
 * U+180E between Mongolian letters.
 */
export const mayJoin = (joiner: string, before: string, after: string): boolean =>
  rules.get(joiner)?.(before, after) ?? false;
