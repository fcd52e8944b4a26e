/** Texts that a terminal would act upon, and what of them it must not get. */
export const NASTY: readonly (readonly [string, string])[] = [
  ['a colour', '\u001b[31mred'],
  ['a cleared screen', '\u001b[2J\u001b[H'],
  ['a title', '\u001b]0;owned\u0007'],
  ['a link', '\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\'],
  ['a device query', '\u001b[6n\u001bP$q"p\u001b\\'],
  ['a C1 control', '\u009b31mred\u009d0;owned\u009c'],
  ['a bell, a backspace, a delete', 'a\u0007b\bc\u007f'],
  ['a return', 'active\rfailed'],
  ['a line end', 'Acme\n2026-01-01T00:00:00Z  TenantProvisioned  forged'],
  ['a turn of direction', 'gnp\u202egpj.exe\u2066\u2069\u200f'],
  ['a nul', 'a\u0000b'],
];

/** Everything of the table in one text. */
export const ALL_NASTY = NASTY.map(([, text]) => text).join(' | ');

/** Control characters in what was printed; line ends are a printer's own. */
export const controlsIn = (printed: string): string[] =>
  [...printed.matchAll(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu)]
    .map(([character]) => character)
    .filter((character) => character !== '\n');
