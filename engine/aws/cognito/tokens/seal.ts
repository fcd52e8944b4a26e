import { decodeProtectedHeader, EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { z } from 'zod';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';

/** What a sealed token is for: one never passes for another. */
export type SealedUse = 'refresh' | 'challenge' | 'srp' | 'mfaCode' | 'mfaSetup' | 'mfaReady';

const secretOf = (pool: Pool): Uint8Array => new Uint8Array(Buffer.from(pool.secret, 'base64'));

/** Seals claims so that only this pool can read them, until the given second. */
export const seal = (
  state: CognitoState,
  pool: Pool,
  {
    use,
    until,
    claims,
  }: { use: SealedUse; until: number; claims: Record<string, string | number> },
): Promise<string> =>
  new EncryptJWT({ ...claims, aud: use, exp: until })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: pool.id })
    .setInitializationVector(new Uint8Array(state.engine.random.bytes(12)))
    .encrypt(secretOf(pool));

/** The pool that seems to have sealed a token, for calls that name no pool; only `unseal` can tell. */
export const poolOfSealed = async (
  state: CognitoState,
  token: string,
): Promise<Pool | undefined> => {
  try {
    return await state.pools.get(decodeProtectedHeader(token).kid ?? '');
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

/** The claims behind a sealed token, `expired`, or `invalid` for anything this pool did not seal. */
export const unseal = async <T>(
  state: CognitoState,
  pool: Pool,
  { use, token, claims }: { use: SealedUse; token: string; claims: z.ZodType<T> },
): Promise<T | 'expired' | 'invalid'> => {
  try {
    const { payload } = await jwtDecrypt(token, secretOf(pool), {
      audience: use,
      currentDate: new Date(state.engine.clock.now()),
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return claims.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JOSEError) return 'invalid';
    throw error;
  }
};
