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

const canSignIn = (registration: Registration): boolean =>
  ['provisioned', 'active'].includes(statusOf(registration));

/** Answers where a tenant's users sign in, and which API they then call. */
export const getSignIn =
  (ports: SignInPorts): Run<Route> =>
  async ({ params }) => {
    const name = TenantName.safeParse(params.tenantName);
    const registration = name.success ? await ports.byName(name.data) : undefined;
    if (!registration || !canSignIn(registration)) {
      const message = `no tenant is called ${params.tenantName}`;
      return problem(404, 'TenantNotFound', { message });
    }
    const { tenantId, userPoolId, appClientId, region } = registration;
    const appApiUrl = await ports.appApiUrl();
    return { status: 200, body: { tenantId, userPoolId, appClientId, region, appApiUrl } };
  };
