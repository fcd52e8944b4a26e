import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Random } from '../../../kernel/random.ts';
import { SrpSecret, type SrpUser, SrpVerifier, srpSecret, srpVerifier } from './srp.ts';

/** What is kept of a password: enough to check it, with the cost it was hashed at. */
export const PasswordHash = z.object({
  salt: z.string(),
  hash: z.string(),
  cost: z.number(),
  /** Unset where it was hashed before this engine knew SRP: such a password signs in without it only. */
  srp: z.union([SrpVerifier, SrpSecret]).optional(),
});
export type PasswordHash = z.infer<typeof PasswordHash>;

/** Memory-hard (16 MiB), some 40 ms on one core; off the event loop. */
const COST = 2 ** 14;
const HASH_LENGTH = 32;

const derive = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const text = password.normalize('NFC');
    scrypt(text, salt, HASH_LENGTH, { N: cost, maxmem: 256 * cost * 8 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** Hashes a user's password under new salts. */
export const hashPassword = async (
  random: Random,
  user: SrpUser,
  password: string,
): Promise<PasswordHash> => {
  const salt = random.bytes(16);
  const srp = srpVerifier(srpSecret(random, user, password));
  const hash = await derive(password, salt, COST);
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost: COST, srp };
};

/** The cost that says that nothing needs to be slow: nobody guesses what the engine drew itself. */
const DRAWN = 0;

const quick = (password: string, salt: Buffer): Buffer =>
  createHash('sha256').update(salt).update(password.normalize('NFC')).digest();

/** Hashes a password that was drawn at random, in no time: thousands of tenants are made at once. */
export const hashDrawnPassword = (
  random: Random,
  user: SrpUser,
  password: string,
): PasswordHash => {
  const salt = random.bytes(16);
  const hash = quick(password, salt).toString('base64');
  const srp = srpSecret(random, user, password);
  return { salt: salt.toString('base64'), hash, cost: DRAWN, srp };
};

const nobody: PasswordHash = {
  salt: Buffer.alloc(16).toString('base64'),
  hash: Buffer.alloc(HASH_LENGTH).toString('base64'),
  cost: COST,
};

/** Takes as long for a user who does not exist, so that time tells nothing. */
export const passwordMatches = async (
  password: string,
  stored: PasswordHash | undefined,
): Promise<boolean> => {
  const { salt: text, hash, cost } = stored ?? nobody;
  const salt = Buffer.from(text, 'base64');
  const slow = await derive(password, salt, cost === DRAWN ? COST : cost);
  const derived = cost === DRAWN ? quick(password, salt) : slow;
  return timingSafeEqual(derived, Buffer.from(hash, 'base64')) && stored !== undefined;
};
