import { scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Random } from '../../../random.ts';

/** What is kept of a password: enough to check it, with the cost it was hashed at. */
export const PasswordHash = z.object({
  salt: z.string(),
  hash: z.string(),
  cost: z.number(),
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

/** Hashes a password under a new salt. */
export const hashPassword = async (random: Random, password: string): Promise<PasswordHash> => {
  const salt = random.bytes(16);
  const hash = await derive(password, salt, COST);
  return { salt: salt.toString('base64'), hash: hash.toString('base64'), cost: COST };
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
  const { salt, hash, cost } = stored ?? nobody;
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64')) && stored !== undefined;
};
