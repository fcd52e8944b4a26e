const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const KEPT = ['\n', '\t'];

const spelt = (character: string): string =>
  KEPT.includes(character)
    ? character
    : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/**
 * Text with each control character spelt out, line ends and tabs aside: whoever shows a log on a terminal gets no
 * escape sequence of the data in it. JSON stays the same JSON.
 */
export const visible = (text: string): string => text.replace(CONTROLS, spelt);
