import { mayEnter } from '#shared/caller.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { forbidden, problem } from '#shared/reply.ts';
import type { TenantView, tenantsFunction } from './tenants.function.ts';

type Routes = (typeof tenantsFunction)['routes'];

export type TenantPorts = {
  get(tenantId: string): Promise<TenantView | undefined>;
  /** In the table's own order; `after` is where the page before ended. */
  list(page: { limit: number; after: string | undefined }): Promise<{
    tenants: TenantView[];
    last: string | undefined;
  }>;
};

/** All tenants, for operators. */
export const listTenants =
  (ports: TenantPorts): Run<Routes['GET /tenants']> =>
  async ({ caller, query }) => {
    if (caller.userRole !== 'SystemAdmin') return forbidden();
    const { tenants, last } = await ports.list({ limit: query.limit, after: query.nextToken });
    return { status: 200, body: { tenants, nextToken: nextTokenOf(last) } };
  };

/** One tenant, for operators and its own admins. */
export const getTenant =
  (ports: TenantPorts): Run<Routes['GET /tenants/{tenantId}']> =>
  async ({ caller, params }) => {
    const { tenantId } = params;
    if (caller.userRole === 'TenantUser' || !mayEnter(caller, tenantId)) return forbidden();
    const tenant = await ports.get(tenantId);
    if (tenant) return { status: 200, body: tenant };
    return problem(404, 'TenantNotFound', { message: `no tenant has the id ${tenantId}` });
  };
