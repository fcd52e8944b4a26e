import { readFileSync } from 'node:fs';

/** The rows of a data file as Unicode publishes it, each with its fields. */
export const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\uFEFF|#.*$/g, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(';').map((field) => field.trim()));

/** `0430` or `0061 0338`, as text. */
export const textOf = (hex: string): string =>
  hex
    .split(/\s+/)
    .map((point) => String.fromCodePoint(Number.parseInt(point, 16)))
    .join('');

/** The code points of text, in hexadecimal. */
export const hexOf = (text: string): string[] =>
  [...text].map((character) => (character.codePointAt(0) ?? 0).toString(16));
