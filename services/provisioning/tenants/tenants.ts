import { mayEnter } from '#shared/caller.ts';
import type { Run, Runs } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { forbidden, problem } from '#shared/reply.ts';
import type { routingTable } from '#shared/routingTable.ts';
import { TenantView, type tenantsFunction } from './tenants.function.ts';

type Routes = (typeof tenantsFunction)['routes'];

export type TenantPorts = Pick<ReturnType<typeof routingTable>, 'routeOf' | 'page'>;

/** All tenants, for operators. */
const listTenants =
  (ports: TenantPorts): Run<Routes['GET /tenants']> =>
  async ({ query }) => {
    const { routes, last } = await ports.page({ limit: query.limit, after: query.nextToken });
    const tenants = routes.map((route) => TenantView.parse(route));
    return { status: 200, body: { tenants, nextToken: nextTokenOf(last) } };
  };

/** One tenant, for operators and its own admins. */
const getTenant =
  (ports: TenantPorts): Run<Routes['GET /tenants/{tenantId}']> =>
  async ({ caller, params }) => {
    const { tenantId } = params;
    if (!mayEnter(caller, tenantId)) return forbidden();
    const route = await ports.routeOf(tenantId);
    if (route) return { status: 200, body: TenantView.parse(route) };
    return problem(404, 'TenantNotFound', { message: `no tenant has the id ${tenantId}` });
  };

/** The code of each route. */
export const tenantRoutes = (ports: TenantPorts): Runs<Routes> => ({
  'GET /tenants': listTenants(ports),
  'GET /tenants/{tenantId}': getTenant(ports),
});
