import { AwsError } from '../../../endpoint/errors.ts';
import { type Random, randomString } from '../../../kernel/random.ts';
import type { PasswordPolicy } from '../pools/poolSettings.ts';

const SYMBOLS = '^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+=';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

const refused = (reason: string): AwsError =>
  new AwsError('InvalidPasswordException', `Password did not conform with policy: ${reason}`);

const lacks = (password: string, characters: string): boolean =>
  ![...password].some((character) => characters.includes(character));

/** Throws InvalidPasswordException, naming the first rule that the password breaks. */
export const checkPassword = (password: string, policy: PasswordPolicy): void => {
  if (password.length < policy.MinimumLength) throw refused('Password not long enough');
  const kinds: [required: boolean, characters: string, kind: string][] = [
    [policy.RequireUppercase, UPPER, 'uppercase'],
    [policy.RequireLowercase, LOWER, 'lowercase'],
    [policy.RequireNumbers, DIGITS, 'numeric'],
    [policy.RequireSymbols, `${SYMBOLS} `, 'symbol'],
  ];
  for (const [required, characters, kind] of kinds) {
    if (required && lacks(password, characters)) {
      throw refused(`Password must have ${kind} characters`);
    }
  }
};

/** Symbols that survive being read from a mail and typed into a shell or a form. */
const EASY_SYMBOLS = '!@#%^*-_+=';

/** A random password that any policy of that length accepts: one character of each kind and more. */
export const temporaryPassword = (random: Random, policy: PasswordPolicy): string => {
  const length = Math.max(policy.MinimumLength, 12) - 4;
  const ends = [UPPER, LOWER, DIGITS, EASY_SYMBOLS].map((kind) => randomString(random, kind, 1));
  const [upper = '', lower = '', digit = '', symbol = ''] = ends;
  return upper + randomString(random, UPPER + LOWER + DIGITS, length) + symbol + digit + lower;
};
