/**
 * The one name of everything that a tenant owns (user pool, app client, API key, table): a step that
 * runs again, and an undo without an id, find it by this.
 */
export const tenantResourceName = (prefix: string, tenantId: string): string =>
  `${prefix}-${tenantId}`;

/** The tags of everything that a tenant owns. */
export const tenantTags = (tenantId: string) => ({
  Product: 'tenant-onboarding',
  TenantId: tenantId,
});
