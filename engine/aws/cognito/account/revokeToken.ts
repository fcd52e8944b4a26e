import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Operation } from '../../../endpoint/service.ts';
import type { Client } from '../clients/client.ts';
import { requireClientAndPool } from '../clients/requireClient.ts';
import { ClientId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { RefreshClaims } from '../tokens/issueTokens.ts';
import { unseal } from '../tokens/seal.ts';
import { withRevoked } from '../tokens/sessions.ts';
import { changeUser } from '../users/changeUser.ts';
import { findUser } from '../users/userKeys.ts';

const RevokeInput = z.strictObject({ Token: z.string().regex(/^[\w-=.]+$/), ClientId });

const refuseUnrevocable = (client: Client): void => {
  if (client.settings.EnableTokenRevocation) return;
  throw new AwsError(
    'UnsupportedOperationException',
    'Token revocation is not enabled for this client',
  );
};

/** Undefined when there is nothing left to revoke. */
const sessionToEnd = async (
  state: CognitoState,
  { client, pool }: { client: Client; pool: Pool },
  token: string,
) => {
  const claims = await unseal(state, pool, { use: 'refresh', token, claims: RefreshClaims });
  if (claims === 'expired') return undefined;
  if (claims === 'invalid') {
    throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type');
  }
  if (claims.client_id !== client.id) {
    throw new AwsError('UnauthorizedException', 'The token was issued to another client');
  }
  return (await findUser(state, pool, claims.sub)) ? claims : undefined;
};

/** Ends one session: its refresh token and every access token that came of it. */
export const revokeToken = (state: CognitoState): Operation =>
  cognitoOperation(RevokeInput, async ({ Token: token, ClientId: id }) => {
    const { client, pool } = await requireClientAndPool(state, id);
    refuseUnrevocable(client);
    const claims = await sessionToEnd(state, { client, pool }, token);
    if (!claims) return {};
    const now = state.engine.clock.now();
    const revoked = { session: claims.origin_jti, until: claims.exp * 1000, now };
    await changeUser(state, { poolId: pool.id, name: claims.sub }, (user) =>
      withRevoked(user, revoked),
    );
    return {};
  });
