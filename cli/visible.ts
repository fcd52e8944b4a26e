/** What a terminal acts upon instead of showing it: C0, DEL and C1 controls, and what turns the direction of writing. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const spelt = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Text of others with each control character spelt out, as JSON spells it: a terminal shows it, and does nothing. */
export const visible = (text: string): string => text.replace(CONTROLS, spelt);

/** The same of a text that has lines of its own. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');
