import type * as z from 'zod';
import type { Run, Runs } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import type { StandingRoute } from '#shared/route.ts';
import { type Changed, changeStatus, type StatusPorts, type Wanted } from './changeStatus.ts';
import type { routeChanges } from './routeChanges.ts';
import { tenantNotFound } from './tenantRequests.ts';
import type { TenantStanding } from './tenantStanding.ts';
import type { tenantStatusFunction } from './tenantStatus.function.ts';

type Routes = (typeof tenantStatusFunction)['routes'];

export type TenantStatusPorts = StatusPorts &
  Pick<ReturnType<typeof routeChanges>, 'setProtection'> & {
    /** Whether tenants are protected of whom nobody has said. */
    protectedByDefault: boolean;
  };

const standingOf = (ports: TenantStatusPorts, route: StandingRoute): TenantStanding => {
  const { tenantId, tenantName, status, statusChange, protectionChange } = route;
  const { protected: isProtected = ports.protectedByDefault } = route;
  return { tenantId, tenantName, status, statusChange, protected: isProtected, protectionChange };
};

type Unready = Exclude<Changed, { kind: 'changed' | 'unknown' }>;

const conflict = (tenantId: string, why: Unready) => {
  if (why.kind === 'notReady') {
    const message = `the onboarding of tenant ${tenantId} is not over: it has no first user yet`;
    return problem(409, 'TenantNotReady', { message });
  }
  const { kind, id, since } = why.operation;
  const message = `the operation ${kind} (${id}) of tenant ${tenantId} is under way since ${since}`;
  return problem(409, 'OperationUnderWay', { message });
};

const answerTo = async (ports: TenantStatusPorts, tenantId: string, wanted: Wanted) => {
  const changed = await changeStatus(ports)(tenantId, wanted);
  if (changed.kind === 'unknown') return tenantNotFound(tenantId);
  if (changed.kind !== 'changed') return conflict(tenantId, changed);
  return { status: 200 as const, body: standingOf(ports, changed.route) };
};

const deactivate =
  (ports: TenantStatusPorts): Run<Routes['POST /tenants/{tenantId}/deactivate']> =>
  async ({ caller: { userName: by }, params: { tenantId }, body: { reason } }) =>
    answerTo(ports, tenantId, { to: 'inactive', by, reason });

const activate =
  (ports: TenantStatusPorts): Run<Routes['POST /tenants/{tenantId}/activate']> =>
  async ({ caller: { userName: by }, params: { tenantId } }) =>
    answerTo(ports, tenantId, { to: 'active', by });

type ProtectionRequest = z.output<Routes['PUT /tenants/{tenantId}/protection']['request']>;

/** Protects a tenant, or lifts that; who has made it so stays as it was when nothing changes. */
const setProtection =
  (ports: TenantStatusPorts, isProtected: boolean) =>
  async ({ caller: { userName: by }, params: { tenantId } }: ProtectionRequest) => {
    const before = await ports.routeOf(tenantId);
    const change = { by, at: ports.now().toISOString() };
    const route =
      before && before.protected !== isProtected
        ? await ports.setProtection(tenantId, isProtected, change)
        : before;
    return route
      ? { status: 200 as const, body: standingOf(ports, route) }
      : tenantNotFound(tenantId);
  };

/** The code of each route. */
export const tenantStatusRoutes = (ports: TenantStatusPorts): Runs<Routes> => ({
  'POST /tenants/{tenantId}/deactivate': deactivate(ports),
  'POST /tenants/{tenantId}/activate': activate(ports),
  'PUT /tenants/{tenantId}/protection': setProtection(ports, true),
  'DELETE /tenants/{tenantId}/protection': setProtection(ports, false),
});
