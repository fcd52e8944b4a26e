import { timeOf } from '#events/eventId.ts';
import { Profile } from '#events/schemas/registration.ts';
import { type ControlCaller, mayEnter } from '#shared/caller.ts';
import type { Run, Runs } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { forbidden, problem } from '#shared/reply.ts';
import { Contact, type StandingRoute, stageOf } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import { signUpOf } from '#shared/signUp/offeredSignUp.ts';
import type { Receipts } from '../offboarding/erasureReceipt.ts';
import { erasureView, type Retention } from '../offboarding/erasureView.ts';
import type { routeChanges } from './routeChanges.ts';
import { tenantNotFound } from './tenantRequests.ts';
import { TenantView, type tenantsFunction } from './tenants.function.ts';

type Routes = (typeof tenantsFunction)['routes'];

/** What the deployment has for all tenants: who has something else has its own. */
export type Shared = {
  appApiUrl: string;
  userPoolId: string;
  tableName: string;
  /** Whether tenants are protected of whom nobody has said. */
  protectedByDefault: boolean;
};

export type TenantPorts = Pick<ReturnType<typeof routingTable>, 'routeOf' | 'page'> &
  Pick<ReturnType<typeof routeChanges>, 'setContact'> & {
    shared(): Promise<Shared>;
    receipt: Receipts['get'];
    /** For how long copies of what is erased are kept. */
    keeps: Retention;
    now(): Date;
  };

const contactOf = (route: StandingRoute): Contact =>
  route.contact ?? { adminEmail: route.adminEmail, ...Profile.parse(route) };

const placement = (own: string, shared: string) => (own === shared ? 'shared' : 'own');

/** What a route says beside how its tenant is reached: what the sign-up said of that counts until it is changed. */
const otherThanContact = (route: StandingRoute): object =>
  Object.fromEntries(Object.entries(route).filter(([name]) => !(name in Contact.shape)));

/** The whole record, for an operator. */
const recordOf = (route: StandingRoute, shared: Shared): TenantView =>
  TenantView.parse({
    ...otherThanContact(route),
    ...contactOf(route),
    status: stageOf(route),
    since: timeOf(route.provisionedEventId),
    protected: route.protected ?? shared.protectedByDefault,
    appApiUrl: shared.appApiUrl,
    identity: placement(route.userPoolId, shared.userPoolId),
    data: placement(route.tableName, shared.tableName),
  });

/** What a caller sees of it: which operator did what is for operators. */
const shownTo = ({ userRole }: ControlCaller, record: TenantView): TenantView => {
  if (userRole === 'SystemAdmin') return record;
  const { statusChange: _, protectionChange: __, contactChange: ___, ...shown } = record;
  return shown;
};

/** All tenants, for operators. */
const listTenants =
  (ports: TenantPorts): Run<Routes['GET /tenants']> =>
  async ({ query }) => {
    const shared = await ports.shared();
    const { routes, last } = await ports.page({ limit: query.limit, after: query.nextToken });
    const tenants = routes.map((route) => recordOf(route, shared));
    return { status: 200, body: { tenants, nextToken: nextTokenOf(last) } };
  };

/** One tenant, for operators and its own admins. */
const getTenant =
  (ports: TenantPorts): Run<Routes['GET /tenants/{tenantId}']> =>
  async ({ caller, params: { tenantId } }) => {
    if (!mayEnter(caller, tenantId)) return forbidden();
    const route = await ports.routeOf(tenantId);
    if (!route) return tenantNotFound(tenantId);
    return { status: 200, body: shownTo(caller, recordOf(route, await ports.shared())) };
  };

/** The contact data of one tenant, for operators and its own admins. What the sign-up gave stays on its route. */
const putTenant =
  (ports: TenantPorts): Run<Routes['PUT /tenants/{tenantId}']> =>
  async ({ caller, params: { tenantId }, body }) => {
    if (!mayEnter(caller, tenantId)) return forbidden();
    const before = await ports.routeOf(tenantId);
    if (!before) return tenantNotFound(tenantId);
    const { adminEmail } = contactOf(before);
    const contact = Contact.parse({ adminEmail, ...signUpOf(body) });
    const change = { by: caller.userName, at: ports.now().toISOString() };
    const route = await ports.setContact(tenantId, contact, change);
    if (!route) return tenantNotFound(tenantId);
    return { status: 200, body: shownTo(caller, recordOf(route, await ports.shared())) };
  };

/** What was erased of a tenant, for operators. */
const getErasure =
  ({ receipt, keeps }: TenantPorts): Run<Routes['GET /tenants/{tenantId}/erasure']> =>
  async ({ params: { tenantId } }) => {
    const found = await receipt(tenantId);
    if (found) return { status: 200, body: erasureView(found, keeps) };
    const message = `no tenant of the id ${tenantId} was erased`;
    return problem(404, 'ErasureNotFound', { message });
  };

/** The code of each route. */
export const tenantRoutes = (ports: TenantPorts): Runs<Routes> => ({
  'GET /tenants': listTenants(ports),
  'GET /tenants/{tenantId}': getTenant(ports),
  'PUT /tenants/{tenantId}': putTenant(ports),
  'GET /tenants/{tenantId}/erasure': getErasure(ports),
});
