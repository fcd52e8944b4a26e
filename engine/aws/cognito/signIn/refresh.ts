import type { JsonObject } from '../../../kernel/json.ts';
import type { Client } from '../clients/client.ts';
import { notAuthorized } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { issueTokens, RefreshClaims } from '../tokens/issueTokens.ts';
import type { KeyRing } from '../tokens/keyRing.ts';
import { unseal } from '../tokens/seal.ts';
import { isLive } from '../tokens/sessions.ts';
import { findUser } from '../users/userKeys.ts';

/** New ID and access tokens of the same session; the refresh token stays the same. */
export const refresh = async (
  state: CognitoState,
  keys: KeyRing,
  { pool, client, token }: { pool: Pool; client: Client; token: string },
): Promise<JsonObject> => {
  const claims = await unseal(state, pool, { use: 'refresh', token, claims: RefreshClaims });
  if (claims === 'expired') throw notAuthorized('Refresh Token has expired');
  if (claims === 'invalid' || claims.client_id !== client.id) {
    throw notAuthorized('Invalid Refresh Token');
  }
  const user = await findUser(state, pool, claims.sub);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (!isLive(user, claims.origin_jti)) throw notAuthorized('Refresh Token has been revoked');
  const session = { session: claims.origin_jti, since: claims.auth_time };
  const admitted = { pool, client, user, occasion: 'RefreshTokens' as const };
  const tokens = await issueTokens(state, keys, { ...admitted, ...session });
  return { ChallengeParameters: {}, AuthenticationResult: tokens };
};
