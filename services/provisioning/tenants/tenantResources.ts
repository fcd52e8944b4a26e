import { TenantId } from '#events/fields.ts';

/**
 * The one name of everything that a tenant owns (user pool, app client, API key, table): a step that
 * runs again, and an undo without an id, find it by this.
 */
export const tenantResourceName = (prefix: string, tenantId: string): string =>
  `${prefix}-${tenantId}`;

/** Whose resource has this name; undefined when it is no tenant's. */
export const tenantNamedBy = (prefix: string, name: string): string | undefined =>
  name.startsWith(`${prefix}-`)
    ? TenantId.safeParse(name.slice(prefix.length + 1)).data
    : undefined;

/** What tells the product's resources from all others of an account. */
export const productTag = { key: 'Product', value: 'tenant-onboarding' } as const;

/** The tags of everything that a tenant owns. */
export const tenantTags = (tenantId: string) => ({
  [productTag.key]: productTag.value,
  TenantId: tenantId,
});

/** Whether something has those tags, among others. */
export const isTaggedFor = (tenantId: string, tags: Readonly<Record<string, string>> = {}) =>
  Object.entries(tenantTags(tenantId)).every(([key, value]) => tags[key] === value);
