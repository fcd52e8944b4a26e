import { clientNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import { type Client, clientKey } from './client.ts';

/** The client of that pool, or Cognito's ResourceNotFoundException. */
export const requireClient = async (
  state: CognitoState,
  poolId: string,
  clientId: string,
): Promise<Client> => {
  const client = await state.clients.get(clientKey(poolId, clientId));
  if (!client) throw clientNotFound(clientId);
  return client;
};

/** A client and its pool, found by the client's id alone as the public operations name it. */
export const requireClientAndPool = async (
  state: CognitoState,
  clientId: string,
): Promise<{ client: Client; pool: Pool }> => {
  const owner = await state.clientOwners.get(clientId);
  if (!owner) throw clientNotFound(clientId);
  const client = await requireClient(state, owner.poolId, clientId);
  return { client, pool: await requirePool(state, owner.poolId) };
};
