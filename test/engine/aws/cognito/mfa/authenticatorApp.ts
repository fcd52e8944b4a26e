import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An authenticator app by RFC 6238, written apart from the engine's. */
export const totpCode = (secret: string, now: number): string => {
  let bits = 0n;
  for (const character of secret) bits = bits * 32n + BigInt(ALPHABET.indexOf(character));
  const length = Math.floor((secret.length * 5) / 8);
  const hex = (bits >> BigInt(secret.length * 5 - length * 8)).toString(16);
  const key = Buffer.from(hex.padStart(length * 2, '0'), 'hex');
  const counter = Math.floor(now / 30_000)
    .toString(16)
    .padStart(16, '0');
  const mac = createHmac('sha1', key).update(counter, 'hex').digest('hex');
  const offset = Number.parseInt(mac.slice(-1), 16) * 2;
  const number = Number.parseInt(mac.slice(offset, offset + 8), 16) & 0x7fff_ffff;
  return String(number).slice(-6).padStart(6, '0');
};
