import { createPublicKey } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Client, clientKey } from '../clients/client.ts';
import { notAuthorized, userNotFound } from '../errors.ts';
import { issuerOf, type Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import type { User } from '../users/user.ts';
import { findUser } from '../users/userKeys.ts';
import { isLive } from './sessions.ts';

/** An access token as the operations on one's own account take it. */
export const AccessToken = z.string().regex(/^[\w-=.]+$/);

const Claims = z.object({
  sub: z.string(),
  client_id: z.string(),
  origin_jti: z.string(),
  token_use: z.literal('access'),
});

/** Who an access token speaks for, with the client that it was issued to. */
export type Bearer = { pool: Pool; client: Client; user: User };

const invalid = () => notAuthorized('Invalid Access Token');

const poolOf = async (state: CognitoState, token: string): Promise<Pool> => {
  const issuer = decodeJwt(token).iss ?? '';
  const pool = await state.pools.get(issuer.split('/').at(-1) ?? '');
  if (!pool) throw invalid();
  return pool;
};

const verified = async (state: CognitoState, token: string) => {
  const pool = await poolOf(state, token);
  const key = await state.signingKeys.get(pool.id);
  if (!key) throw invalid();
  const jwk = { kty: 'RSA', ...key.publicKey };
  const { payload } = await jwtVerify(token, createPublicKey({ key: jwk, format: 'jwk' }), {
    algorithms: ['RS256'],
    issuer: issuerOf(state.engine.region, pool.id),
    currentDate: new Date(state.engine.clock.now()),
  });
  return { pool, claims: Claims.parse(payload) };
};

const claimsOf = async (state: CognitoState, token: string) => {
  try {
    return await verified(state, token);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw notAuthorized('Access Token has expired');
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw invalid();
    throw error;
  }
};

/** Who sends this access token. Refuses one that is forged, expired, revoked or of a disabled user. */
export const bearerOf = async (state: CognitoState, token: string): Promise<Bearer> => {
  const { pool, claims } = await claimsOf(state, token);
  const user = await findUser(state, pool, claims.sub);
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const client = await state.clients.get(clientKey(pool.id, claims.client_id));
  if (!client || !isLive(user, claims.origin_jti)) {
    throw notAuthorized('Access Token has been revoked');
  }
  return { pool, client, user };
};
