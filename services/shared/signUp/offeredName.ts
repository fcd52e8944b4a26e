import * as z from 'zod';
import { MAX_NAME_CHARACTERS, TenantName } from '#events/fields.ts';
import { objectionToCharacter } from './objectionToCharacter.ts';
import { isReserved } from './reservedNames.ts';
import { tenantNameKey } from './tenantNameKey.ts';

/** Some characters stand for whole sentences; DynamoDB takes keys of up to 2,048 bytes. */
const MAX_KEY_BYTES = 1_024;

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

const objectionToWhole = (name: string): string | undefined => {
  const key = tenantNameKey(name);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return 'is too long';
  return isReserved(key) ? 'is reserved: choose another' : undefined;
};

const objectionTo = (name: string): string | undefined => {
  if (name.trim() === '') return 'must not be empty';
  if ([...name.trim()].length > MAX_NAME_CHARACTERS) return undefined;
  const objection = objectionToCharacter(name);
  if (objection !== undefined) return objection;
  if (!LETTER_OR_DIGIT.test(name)) return 'must hold a letter or a digit';
  return objectionToWhole(name);
};

/**
 * A name as somebody asks for it: whatever a company may legally be called, in any script, with its punctuation. What
 * cannot be seen, or shows something else than it is, is refused by its character and place.
 */
export const OfferedName = z
  .string()
  .check(({ value, issues }) => {
    const message = objectionTo(value);
    if (message !== undefined) issues.push({ code: 'custom', message, input: value });
  })
  .meta({
    description: `${TenantName.description} Letters, marks, digits, punctuation and symbols of any script.`,
    minLength: 1,
    pattern:
      '^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\s\\u180e\\u200c\\u200d]*[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\s\\u180e\\u200c\\u200d]*$',
  })
  .pipe(TenantName);
