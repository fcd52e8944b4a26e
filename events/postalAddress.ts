import * as z from 'zod';

const MAX_CHARACTERS = 500;

const CONTROL = /[^\P{C}\n\p{Cf}]/u;

/** With line feeds for line breaks of any kind, and no space around it. */
const inLines = (address: string): string =>
  address
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .trim();

/** A postal address, in one line or several. */
export const PostalAddress = z
  .string()
  .overwrite(inLines)
  .refine((address) => address !== '', 'must not be empty')
  .refine(
    (address) => [...address].length <= MAX_CHARACTERS,
    `must be at most ${MAX_CHARACTERS} characters`,
  )
  .refine(
    (address) => !CONTROL.test(address),
    'must hold text and line breaks, and no other control characters',
  )
  .meta({ minLength: 1, maxLength: MAX_CHARACTERS });
