import { createHash, randomInt } from 'node:crypto';
import * as z from 'zod';

const DIGITS = 8;

/** How many different codes may be tried on one thing, the right one among them. */
export const MOST_TRIES = 5;

/** A code as it is sent back: people copy it with the spaces of their mail program. */
export const MailedCode = z
  .string()
  .overwrite((code) => code.replaceAll(/\s+/g, ''))
  .regex(/^\d{8}$/, 'must be the eight digits of the mail');

/** Eight digits, each as likely as any other. */
export const newCode = (): string => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');

/** What is kept of a code: the same code of something else has another hash. */
export const codeHash = (id: string, code: string): string =>
  createHash('sha256').update(`${id}:${code}`).digest('hex');

/**
 * Counts a code before anybody looks whether it is the right one, so that no number of requests at one moment
 * tries more; the same code counts once. Refused once `expiresAt` has passed, or five others were tried.
 */
export const tryingCode = (hash: string, now: Date) => ({
  UpdateExpression: 'ADD tried :one',
  ConditionExpression:
    'attribute_exists(pk) AND expiresAt > :now AND (attribute_not_exists(tried) OR size(tried) < :most OR contains(tried, :hash))',
  ExpressionAttributeValues: {
    ':one': new Set([hash]),
    ':hash': hash,
    ':most': MOST_TRIES,
    ':now': Math.floor(now.getTime() / 1_000),
  },
});
