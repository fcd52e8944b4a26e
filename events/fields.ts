import * as z from 'zod';
import { openEnumeration } from './openEnumeration.ts';

export { EmailAddress } from './emailAddress.ts';

/** `t` and a lower-case ULID: letters and digits only, so it is safe in names, keys and policies. */
export const TenantId = z
  .string()
  .regex(/^t[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'must be "t" and a lower-case ULID')
  .describe("The tenant's id, which never changes.");
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

/** How many characters (code points) a tenant's name may have. */
export const MAX_NAME_CHARACTERS = 100;

/** Some characters stand for whole sentences; what is stored by a name has room for this many bytes. */
const MAX_NAME_BYTES = 1_024;

/** Composed (NFC), with one plain space for spaces of any kind. */
const spelt = (name: string): string => name.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

const isTooLong = (name: string): boolean => [...name].length > MAX_NAME_CHARACTERS;

/**
 * What a tenant calls itself, as events carry it and tables keep it. Which names may be asked for is judged where
 * somebody registers (`services/shared/signUp/`).
 */
export const TenantName = z
  .string()
  .overwrite(spelt)
  .refine((name) => name !== '', { error: 'must not be empty', abort: true })
  .refine((name) => !isTooLong(name), {
    error: `must be at most ${MAX_NAME_CHARACTERS} characters`,
    abort: true,
  })
  .refine((name) => Buffer.byteLength(name.normalize('NFKC')) <= MAX_NAME_BYTES, 'is too long')
  .meta({
    description: 'What the tenant calls itself. No two tenants have the same name at one time.',
    minLength: 1,
    maxLength: MAX_NAME_CHARACTERS,
  });
