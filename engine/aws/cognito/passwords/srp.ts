import { createHash, createHmac, getDiffieHellman } from 'node:crypto';
import { z } from 'zod';
import type { Random } from '../../../kernel/random.ts';

/** The 3072-bit group of RFC 3526 with generator 2, which Cognito's clients know by heart. */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const G = 2n;

/** What SRP keeps of a password; both are hexadecimal numbers. */
export const SrpVerifier = z.object({ salt: z.string(), verifier: z.string() });
export type SrpVerifier = z.infer<typeof SrpVerifier>;

/** The same before the costly half of the work, which nobody may ever ask for. */
export const SrpSecret = z.object({ salt: z.string(), exponent: z.string() });
export type SrpSecret = z.infer<typeof SrpSecret>;

/** Whose password it is; the same one of another user or pool has another verifier. */
export type SrpUser = { poolId: string; username: string };

const big = (hex: string): bigint => BigInt(`0x${hex}`);

/** A number as Cognito hashes it: whole bytes, with a zero before a leading one bit. */
const padded = (number: bigint): string => {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return /^[89a-f]/.test(even) ? `00${even}` : even;
};

const bytes = (number: bigint): Buffer => Buffer.from(padded(number), 'hex');

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const number = (digest: Buffer): bigint => big(digest.toString('hex'));

const K = number(sha256(bytes(N), bytes(G)));

const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === '1') result = (result * base) % N;
  }
  return result;
};

const poolName = (poolId: string): string => poolId.split('_')[1] ?? '';

/** A password that is set now, ready to be made a verifier. */
export const srpSecret = (
  random: Random,
  { poolId, username }: SrpUser,
  password: string,
): SrpSecret => {
  const salt = number(random.bytes(16));
  const secret = sha256(`${poolName(poolId)}${username}:${password}`);
  return {
    salt: salt.toString(16),
    exponent: sha256(bytes(salt), secret).toString('hex'),
  };
};

/** Some milliseconds of arithmetic. */
export const srpVerifier = (kept: SrpSecret | SrpVerifier): SrpVerifier =>
  'verifier' in kept
    ? kept
    : { salt: kept.salt, verifier: power(G, big(kept.exponent)).toString(16) };

/** Half of a server's exchange: the secret number and what the client is shown of it. */
export type ServerHalf = { secret: string; shown: string };

/** Draws the server's half for a verifier. */
export const serverHalf = (random: Random, verifier: string): ServerHalf => {
  const secret = number(random.bytes(32));
  const shown = (K * big(verifier) + power(G, secret)) % N;
  return { secret: secret.toString(16), shown: shown.toString(16) };
};

/** Whether a client's half can be used at all: one that is 0 mod N would make the key known to all. */
export const isUsable = (clientHalf: string): boolean =>
  /^[0-9a-f]{1,1024}$/i.test(clientHalf) && big(clientHalf) % N !== 0n;

type Exchange = { verifier: string; clientHalf: string; server: ServerHalf };

/** The 16-byte key that only who knows the password has as well. */
export const sessionKey = ({ verifier, clientHalf, server }: Exchange): Buffer => {
  const a = big(clientHalf);
  const u = number(sha256(bytes(a), bytes(big(server.shown))));
  const shared = power((a * power(big(verifier), u)) % N, big(server.secret));
  const pseudoRandom = createHmac('sha256', bytes(u)).update(bytes(shared)).digest();
  return createHmac('sha256', pseudoRandom)
    .update('Caldera Derived Key\u0001')
    .digest()
    .subarray(0, 16);
};

/** What a client signs to prove that it has the key. */
export const claimSignature = (
  key: Buffer,
  { poolId, username }: SrpUser,
  { block, timestamp }: { block: Buffer; timestamp: string },
): Buffer =>
  createHmac('sha256', key)
    .update(poolName(poolId))
    .update(username)
    .update(block)
    .update(timestamp)
    .digest();
