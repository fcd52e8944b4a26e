import { createHmac } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
const SECRET_BYTES = 32;

const bitsOf = (bytes: Iterable<number>, width: number): string =>
  [...bytes].map((byte) => byte.toString(2).padStart(width, '0')).join('');

const base32 = (bytes: Buffer): string =>
  (bitsOf(bytes, 8).match(/.{1,5}/g) ?? [])
    .map((bits) => ALPHABET.charAt(Number.parseInt(bits.padEnd(5, '0'), 2)))
    .join('');

const fromBase32 = (text: string): Buffer => {
  const bits = bitsOf(
    [...text].map((character) => ALPHABET.indexOf(character)),
    5,
  );
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** A new shared secret, in base 32 as authenticator apps take it. */
export const newTotpSecret = (random: Random): string => base32(random.bytes(SECRET_BYTES));

/** The code of RFC 6238 for one step of 30 seconds: SHA-1, six digits. */
const codeAt = (secret: string, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) % 16;
  const number = mac.readUInt32BE(offset) % 0x8000_0000;
  return String(number % 1_000_000).padStart(6, '0');
};

/** The step that a code is of: this one, the one before or the one after. Undefined for a wrong code. */
export const stepOf = (secret: string, code: string, now: number): number | undefined => {
  const present = Math.floor(now / STEP_MS);
  return [present, present - 1, present + 1].find((step) => codeAt(secret, step) === code);
};
