import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import { PasswordHash } from '../passwords/passwordHash.ts';

const Totp = z.object({
  secret: z.string().optional(),
  pending: z.string().optional(),
  enabled: z.boolean(),
  preferred: z.boolean().optional(),
  device: z.string().optional(),
  /** The newest step of 30 seconds of which a code was used. */
  lastStep: z.number(),
  failures: z.array(z.number()),
});
type Totp = z.infer<typeof Totp>;

/** A user who never had an app. */
export const noTotp: Totp = { enabled: false, lastStep: 0, failures: [] };

/** A user. Times are epoch milliseconds. */
export const User = z.object({
  poolId: z.string(),
  username: z.string(),
  sub: z.string(),
  /** All attributes but `sub`. */
  attributes: z.record(z.string(), z.string()),
  status: z.enum(['FORCE_CHANGE_PASSWORD', 'CONFIRMED', 'RESET_REQUIRED']),
  enabled: z.boolean(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  password: PasswordHash,
  passwordSetAt: z.number(),
  /** Changes when the user is signed out everywhere: sessions of another epoch are over. */
  epoch: z.string(),
  /** Sessions ended one by one, kept until their refresh tokens would have expired. */
  revoked: z.array(z.object({ session: z.string(), until: z.number() })),
  /** A forgotten password: the code that replaces it, and when codes were asked for and missed. */
  recovery: z
    .object({
      code: z.object({ text: z.string(), email: z.string(), until: z.number() }).optional(),
      requests: z.array(z.number()),
      failures: z.array(z.number()),
    })
    .optional(),
  /** The authenticator app: one in use, and perhaps one that has yet to prove itself. */
  totp: Totp.optional(),
  /** The code that proves this e-mail address, while one is out. */
  emailCode: z.object({ email: z.string(), code: z.string(), until: z.number() }).optional(),
});
export type User = z.infer<typeof User>;

/** A user's attributes as Cognito lists them, `sub` first; only the wanted ones when told so. */
export const attributeList = (
  user: User,
  wanted: (name: string) => boolean = () => true,
): { Name: string; Value: string }[] =>
  Object.entries({ sub: user.sub, ...user.attributes })
    .filter(([name]) => wanted(name))
    .map(([Name, Value]) => ({ Name, Value }));

/** A user's second factors as AdminGetUser and GetUser list them. */
export const mfaOf = ({ totp }: User): JsonObject => ({
  ...(totp?.enabled && { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] }),
  ...(totp?.preferred && { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' }),
});

/** What ListUsers, AdminCreateUser and AdminGetUser say of a user beside the attributes. */
export const userSummary = (user: User): JsonObject => ({
  Username: user.username,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.modifiedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
});
