import { type Deployment, TenantId } from '#events/fields.ts';

/**
 * The name of a tenant's user pool, API key and table: a step that runs again, and an undo without an
 * id, find them by this. Whose they are is in their tags.
 */
export const tenantResourceName = (prefix: string, tenantId: string): string =>
  `${prefix}-${tenantId}`;

/** The name of a tenant's app client. AWS has no tags for it, so that the name bears the owner too. */
export const appClientName = (prefix: string, tenantId: string, owner: string): string =>
  `${tenantResourceName(prefix, tenantId)}-${owner}`;

const NAMED = /^(t[0-9a-z]{26})(?:-(.+))?$/;

/** The tenant, and the owner where there is one, in a name; undefined when it is no tenant's. */
export const tenantNamedBy = (prefix: string, name: string) => {
  if (!name.startsWith(`${prefix}-`)) return undefined;
  const [, id, owner] = NAMED.exec(name.slice(prefix.length + 1)) ?? [];
  const { data: tenantId } = TenantId.safeParse(id);
  return tenantId === undefined ? undefined : { tenantId, owner };
};

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

const OWNER = 'Owner';

const tagsOf = (prefix: string, tenantId: string) => ({
  ...audienceTags(stageOf(prefix), 'tenants'),
  TenantId: tenantId,
});

/** The tags of everything that is made for a tenant; its owner is the id of the TenantRegistered. */
export const tenantTags = (prefix: string, tenantId: string, owner: string) => ({
  ...tagsOf(prefix, tenantId),
  [OWNER]: owner,
});

type Tags = Readonly<Record<string, string>>;

/** Whether something was made for this tenant of this stage. */
export const isTaggedFor = (prefix: string, tenantId: string, tags: Tags = {}) =>
  Object.entries(tagsOf(prefix, tenantId)).every(([key, value]) => tags[key] === value);

/** The owner that a tenant's resource bears. */
export const ownerTagged = (tags: Tags | undefined): string | undefined => tags?.[OWNER];

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
export const withKnown = (known: string | undefined, found: readonly string[]): string[] => [
  ...new Set(known === undefined ? found : [known, ...found]),
];

/** Everything of a listing, over all its pages, that is named after a tenant. */
export async function* namedAfterTenants<Page>(
  prefix: string,
  pages: AsyncIterable<Page>,
  entries: (page: Page) => readonly Named[] | undefined,
) {
  for await (const page of pages) {
    for (const { name = '', id = '' } of entries(page) ?? []) {
      const named = tenantNamedBy(prefix, name);
      if (named) yield { name, id, ...named };
    }
  }
}

/** Which table holds a tenant's rows: its own, or the pooled one. */
export const tableNames =
  (prefix: string, pooledTable: () => Promise<string>) =>
  async (deployment: Deployment, tenantId: string): Promise<string> =>
    deployment === 'silo' ? tenantResourceName(prefix, tenantId) : pooledTable();
