import { randomBytes, randomUUID } from 'node:crypto';

/** The one source of randomness in the engine, so that a simulation can own it. */
export type Random = {
  bytes(count: number): Buffer;
  uuid(): string;
};

/** Cryptographic randomness. */
export const systemRandom: Random = { bytes: randomBytes, uuid: () => randomUUID() };

/** `length` characters drawn evenly from `alphabet` (at most 256 characters). */
export const randomString = (random: Random, alphabet: string, length: number): string => {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < limit && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
};
