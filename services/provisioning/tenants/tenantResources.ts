import { type Deployment, TenantId } from '#events/fields.ts';

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

/** What a stage's tenant resources are called by: their names begin so. */
export const tenantResourcePrefix = (stage: string): string => `${stage}-tenant`;

const stageOf = (prefix: string): string => prefix.replace(/-tenant$/, '');

/** The tags of user pools and API keys by which IAM tells stages, and tenants from operators. */
export const audienceTags = (stage: string, users: 'tenants' | 'operators') => ({
  [productTag.key]: productTag.value,
  Stage: stage,
  Users: users,
});

/** The tags of everything that a tenant owns. */
export const tenantTags = (prefix: string, tenantId: string) => ({
  ...audienceTags(stageOf(prefix), 'tenants'),
  TenantId: tenantId,
});

/** Whether something has those tags, among others. */
export const isTaggedFor = (
  prefix: string,
  tenantId: string,
  tags: Readonly<Record<string, string>> = {},
) => Object.entries(tenantTags(prefix, tenantId)).every(([key, value]) => tags[key] === value);

type Named = { name: string | undefined; id: string | undefined };

/** The ids of everything with exactly this name, over all pages of a listing. */
export const idsByName = async <Page>(
  name: string,
  pages: AsyncIterable<Page>,
  entries: (page: Page) => readonly Named[] | undefined,
): Promise<string[]> => {
  const ids: string[] = [];
  for await (const page of pages) {
    const matching = entries(page)?.filter((entry) => entry.name === name) ?? [];
    ids.push(...matching.flatMap((entry) => entry.id ?? []));
  }
  return ids;
};

/** Ids that a listing found and one that is known: what was made just now may not be listed yet. */
export const withKnown = (
  known: string | undefined,
  found: readonly string[],
): ReadonlySet<string> => new Set(known === undefined ? found : [known, ...found]);

/** Everything of a listing, over all its pages, that is named after a tenant. */
export async function* namedAfterTenants<Page>(
  prefix: string,
  pages: AsyncIterable<Page>,
  entries: (page: Page) => readonly Named[] | undefined,
) {
  for await (const page of pages) {
    for (const { name = '', id = '' } of entries(page) ?? []) {
      const tenantId = tenantNamedBy(prefix, name);
      if (tenantId !== undefined) yield { name, id, tenantId };
    }
  }
}

/** Which table holds a tenant's rows: its own, or the pooled one. */
export const tableNames =
  (prefix: string, pooledTable: () => Promise<string>) =>
  async (deployment: Deployment, tenantId: string): Promise<string> =>
    deployment === 'silo' ? tenantResourceName(prefix, tenantId) : pooledTable();
