import { z } from 'zod';
import { PoolSettings } from './poolSettings.ts';
import { SchemaAttribute } from './schemaAttribute.ts';

/** A user pool. Times are epoch milliseconds. */
export const Pool = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** Users sign in with their e-mail address; their user name is their `sub`. */
  emailAsUsername: z.boolean(),
  caseSensitive: z.boolean(),
  settings: PoolSettings,
  /** Whether users may have an authenticator app; SetUserPoolMfaConfig alone says so. */
  softwareTokenMfa: z.boolean().default(false),
  schema: z.array(SchemaAttribute),
  /** 32 bytes, base64: seals the pool's sessions and refresh tokens. */
  secret: z.string(),
});
export type Pool = z.infer<typeof Pool>;

/** The `iss` of a pool's tokens. */
export const issuerOf = (region: string, poolId: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

/** Names compare as the pool says: without case unless it is case sensitive. */
export const folded = (pool: Pool, name: string): string =>
  pool.caseSensitive ? name : name.toLowerCase();
