import { z } from 'zod';
import { openEnumeration } from './openEnumeration.ts';

/** `t` and a lower-case ULID: letters and digits only, so it is safe in names, keys and policies. */
export const TenantId = z
  .string()
  .regex(/^t[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'must be "t" and a lower-case ULID')
  .describe("The tenant's id, for ever.");
export type TenantId = z.infer<typeof TenantId>;

/** Which plan a tenant has; it decides pool or silo, and the usage plan (`infra/config.ts`). */
export const Tier = z
  .enum(['basic', 'standard', 'premium', 'platinum'])
  .describe('The plan that it bought.');
export type Tier = z.infer<typeof Tier>;

/** A tenant's tier as events carry it: it may be one that this version does not sell. */
export const AnyTier = openEnumeration(
  Tier,
  'Treat a tier that you do not know as a plan of its own: keep its name, and do not take it for one of these.',
);

/** How a tenant's resources are placed: shared with others, or its own. */
export const Deployment = z
  .enum(['pool', 'silo'])
  .describe('Whether it shares resources with other tenants (pool) or has its own (silo).');
export type Deployment = z.infer<typeof Deployment>;

/** How a tenant is placed, as events carry it. */
export const AnyDeployment = openEnumeration(
  Deployment,
  'Treat a deployment that you do not know as another way to place a tenant: it changes nothing for its users.',
);

/** A person's role. `SystemAdmin` is for operators and lives in their own user pool. */
export const Role = z.enum(['SystemAdmin', 'TenantAdmin', 'TenantUser']);
export type Role = z.infer<typeof Role>;

/** The role of a tenant's own people. */
export const TenantRole = Role.exclude(['SystemAdmin']);
export type TenantRole = z.infer<typeof TenantRole>;

/** Two names with the same key are the same name to people: case, width and spacing don't count. */
export const tenantNameKey = (tenantName: string): string =>
  tenantName.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');

/** Some characters stand for whole sentences; DynamoDB takes keys of up to 2,048 bytes. */
const MAX_KEY_BYTES = 1_024;

/** What a tenant calls itself: 1 to 100 letters, digits, spaces and `. , ' & ( ) + _ -`. */
export const TenantName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'&()+_-]*$/u,
    "must start with a letter or digit and hold only letters, digits, spaces and . , ' & ( ) + _ -",
  )
  .refine((name) => Buffer.byteLength(tenantNameKey(name)) <= MAX_KEY_BYTES, 'is too long')
  .describe('What the tenant calls itself. No two tenants have the same name at one time.');

/** An e-mail address, in lower case: sign-in does not tell cases apart. */
export const EmailAddress = z
  .email('must be an e-mail address')
  .max(254, 'must be at most 254 characters')
  .toLowerCase()
  .describe('An e-mail address, in lower case.');
