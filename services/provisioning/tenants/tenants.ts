import { z } from 'zod';
import { TenantId } from '#events/fields.ts';
import { ControlCaller, mayEnter } from '#shared/caller.ts';
import { nextTokenOf, pageQuery } from '#shared/page.ts';
import { forbidden, problem, type Reply } from '#shared/reply.ts';
import type { Route } from '#shared/route.ts';

/** A tenant as operators and its own admins see it: no key, no table. */
export type TenantView = Pick<
  Route,
  'tenantId' | 'tenantName' | 'tier' | 'deployment' | 'status' | 'userPoolId' | 'appClientId'
>;

export type TenantPorts = {
  get(tenantId: string): Promise<TenantView | undefined>;
  /** In the table's own order; `after` is where the page before ended. */
  list(page: { limit: number; after: string | undefined }): Promise<{
    tenants: TenantView[];
    last: string | undefined;
  }>;
};

export const ListTenants = z.object({ caller: ControlCaller, query: pageQuery(TenantId) });
export const OneTenant = z.object({
  caller: ControlCaller,
  params: z.object({ tenantId: z.string().min(1).max(64) }),
});

/** All tenants, for operators. */
export const listTenants =
  (ports: TenantPorts) =>
  async ({ caller, query }: z.infer<typeof ListTenants>): Promise<Reply> => {
    if (caller.userRole !== 'SystemAdmin') return forbidden();
    const { tenants, last } = await ports.list({ limit: query.limit, after: query.nextToken });
    return { status: 200, body: { tenants, nextToken: nextTokenOf(last) } };
  };

/** One tenant, for operators and its own admins. */
export const getTenant =
  (ports: TenantPorts) =>
  async ({ caller, params }: z.infer<typeof OneTenant>): Promise<Reply> => {
    const { tenantId } = params;
    if (caller.userRole === 'TenantUser' || !mayEnter(caller, tenantId)) return forbidden();
    const tenant = await ports.get(tenantId);
    if (tenant) return { status: 200, body: tenant };
    return problem(404, 'TenantNotFound', { message: `no tenant has the id ${tenantId}` });
  };
