import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
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
