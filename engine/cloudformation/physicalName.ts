import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const MARK_LENGTH = 8;

const mark = (text: string): string =>
  Array.from(createHash('sha256').update(text).digest().subarray(0, MARK_LENGTH))
    .map((byte) => ALPHABET.charAt(byte % ALPHABET.length))
    .join('');

/**
 * The name of a resource whose template gives none. It is the same on every start, so that what a
 * crash left half made is found again.
 */
export const physicalName = (stack: string, logicalId: string, maxLength: number): string => {
  const readable = `${stack}-${logicalId}`.slice(0, maxLength - MARK_LENGTH - 1);
  return `${readable}-${mark(`${stack}/${logicalId}`)}`;
};
