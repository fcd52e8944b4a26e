import { z } from 'zod';
import type { JsonObject } from '../../../json.ts';
import { clientNotFound } from '../errors.ts';
import { type Pool, requirePool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { ClientSettings } from './clientSettings.ts';

/** An app client without a secret. Times are epoch milliseconds. */
export const Client = z.object({
  poolId: z.string(),
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  settings: ClientSettings,
});
export type Client = z.infer<typeof Client>;

/** Where a client is stored. */
export const clientKey = (poolId: string, clientId: string): string => `${poolId}/${clientId}`;

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

/** The client as DescribeUserPoolClient gives it. */
export const describedClient = (client: Client): JsonObject => ({
  UserPoolId: client.poolId,
  ClientId: client.id,
  ClientName: client.name,
  CreationDate: client.createdAt / 1000,
  LastModifiedDate: client.modifiedAt / 1000,
  ...client.settings,
  RefreshTokenValidity: client.settings.RefreshTokenValidity ?? 30,
});
