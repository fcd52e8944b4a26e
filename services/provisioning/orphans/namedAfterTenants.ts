import { tenantNamedBy } from '../tenants/tenantResources.ts';

type Named = { name: string | undefined; id: string | undefined };

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
