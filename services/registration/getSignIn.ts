import { TenantName } from '#events/fields.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import type { getSignInFunction } from './getSignIn.function.ts';
import { type Registration, statusOf } from './registration.ts';

type Route = (typeof getSignInFunction)['routes']['GET /sign-in/{tenantName}'];

export type SignInPorts = {
  byName(tenantName: string): Promise<Registration | undefined>;
  appApiUrl(): Promise<string>;
};

/** Whether there is a tenant to sign in to, or one that is suspended. */
const isThere = (registration: Registration): boolean =>
  ['provisioned', 'active', 'suspended', 'leaving'].includes(statusOf(registration));

/** Answers where a tenant's users sign in, and which API they then call. */
export const getSignIn =
  (ports: SignInPorts): Run<Route> =>
  async ({ params }) => {
    const name = TenantName.safeParse(params.tenantName);
    const registration = name.success ? await ports.byName(name.data) : undefined;
    if (!registration || !isThere(registration)) {
      const message = `no tenant is called ${params.tenantName}`;
      return problem(404, 'TenantNotFound', { message });
    }
    if (statusOf(registration) === 'suspended') {
      const message = `${params.tenantName} is suspended: nobody can sign in until it is activated again`;
      return problem(403, 'TenantSuspended', { message });
    }
    const { tenantId, userPoolId, appClientId, region } = registration;
    const appApiUrl = await ports.appApiUrl();
    return { status: 200, body: { tenantId, userPoolId, appClientId, region, appApiUrl } };
  };
