import { ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/min';
import * as z from 'zod';

const MAX_CHARACTERS = 64;

const sentences: Readonly<Record<string, string>> = {
  INVALID_COUNTRY: 'must start with + and the country code, as in +49 151 12345678',
  TOO_SHORT: 'is too short for a telephone number',
  TOO_LONG: 'is too long for a telephone number',
};

const NO_NUMBER = 'must be a telephone number that starts with + and the country code';

/** What is pasted with a number, and cannot be seen. */
const INVISIBLE = /\p{Cf}/gu;

type Phone = { number: string; extension: string | undefined };

/** The number and its extension, or what is wrong with it. */
const phoneOf = (given: string): Phone | string => {
  const text = given.normalize('NFKC').replaceAll(INVISIBLE, '').trim();
  try {
    const phone = parsePhoneNumberWithError(text, { extract: false });
    if (!phone.isPossible()) return 'has not as many digits as numbers of its country have';
    return { number: phone.number, extension: phone.ext };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return sentences[error.message] ?? NO_NUMBER;
  }
};

/** A telephone number as people write it, with its country code; a number that no telephone can have is refused. */
export const OfferedPhone = z
  .string()
  .max(MAX_CHARACTERS, `must be at most ${MAX_CHARACTERS} characters`)
  .transform((given, { addIssue }): Phone => {
    const phone = phoneOf(given);
    if (typeof phone !== 'string') return phone;
    addIssue({ code: 'custom', message: phone });
    return z.NEVER;
  })
  .meta({
    description:
      'A telephone number with + and its country code, as people write it; an extension may follow, as in "+44 20 7946 0000 ext. 12".',
  });
