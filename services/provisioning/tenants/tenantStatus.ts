import type * as z from 'zod';
import type { Run, Runs } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import { type StandingRoute, stageOf } from '#shared/route.ts';
import { changeStatus, type StatusPorts, type Unchanged, type Wanted } from './changeStatus.ts';
import type { routeChanges } from './routeChanges.ts';
import { tenantNotFound } from './tenantRequests.ts';
import type { TenantStanding } from './tenantStanding.ts';
import type { tenantStatusFunction } from './tenantStatus.function.ts';

type Routes = (typeof tenantStatusFunction)['routes'];

export type TenantStatusPorts = StatusPorts &
  Pick<ReturnType<typeof routeChanges>, 'setProtection'>;

const standingOf = (ports: TenantStatusPorts, route: StandingRoute): TenantStanding => {
  const { tenantId, tenantName, eraseAt, statusChange, protectionChange } = route;
  const { protected: isProtected = ports.protectedByDefault } = route;
  const status = stageOf(route);
  const changes = { statusChange, protectionChange };
  return { tenantId, tenantName, status, eraseAt, protected: isProtected, ...changes };
};

/** Why the tenant was not changed, for who asked. */
const refusal = (tenantId: string, why: Unchanged) => {
  switch (why.kind) {
    case 'unknown':
      return tenantNotFound(tenantId);
    case 'notReady':
      return problem(409, 'TenantNotReady', {
        message: `the onboarding of tenant ${tenantId} is not over: it has no first user yet`,
      });
    case 'busy': {
      const { kind, id, since } = why.operation;
      const message = `the operation ${kind} (${id}) of tenant ${tenantId} is under way since ${since}`;
      return problem(409, 'OperationUnderWay', { message });
    }
    case 'protected': {
      const message = `tenant ${tenantId} is protected: lift its protection before`;
      return problem(409, 'TenantProtected', { message });
    }
    case 'notConfirmed': {
      const message = 'must be the name of the tenant, letter by letter';
      const fields = [{ path: 'confirm', message }];
      return problem(400, 'InvalidRequest', { message: `confirm ${message}`, fields });
    }
  }
};

const answerTo = async <const Status extends 200 | 202>(
  ports: TenantStatusPorts,
  tenantId: string,
  { status, ...wanted }: Wanted & { status: Status },
) => {
  const changed = await changeStatus(ports)(tenantId, wanted);
  if (changed.kind !== 'changed') return refusal(tenantId, changed);
  return { status, body: standingOf(ports, changed.route) };
};

const deactivate =
  (ports: TenantStatusPorts): Run<Routes['POST /tenants/{tenantId}/deactivate']> =>
  async ({ caller: { userName: by }, params: { tenantId }, body: { reason } }) =>
    answerTo(ports, tenantId, { to: 'inactive', by, reason, status: 200 });

const activate =
  (ports: TenantStatusPorts): Run<Routes['POST /tenants/{tenantId}/activate']> =>
  async ({ caller: { userName: by }, params: { tenantId } }) =>
    answerTo(ports, tenantId, { to: 'active', by, status: 200 });

const DAY_MS = 24 * 3_600_000;

const offboard =
  (ports: TenantStatusPorts): Run<Routes['DELETE /tenants/{tenantId}']> =>
  async ({ caller: { userName: by }, params: { tenantId }, body: { confirm, graceDays } }) => {
    const eraseAt = new Date(ports.now().getTime() + graceDays * DAY_MS);
    return answerTo(ports, tenantId, { to: 'leaving', by, eraseAt, confirm, status: 202 });
  };

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
  'DELETE /tenants/{tenantId}': offboard(ports),
  'PUT /tenants/{tenantId}/protection': setProtection(ports, true),
  'DELETE /tenants/{tenantId}/protection': setProtection(ports, false),
});
