import { z } from 'zod';
import { TenantName } from '#events/fields.ts';
import { problem, type Reply } from '#shared/reply.ts';
import { type Registration, statusOf } from './registration.ts';

export const GetSignInRequest = z.object({
  params: z.object({ tenantName: z.string().max(400) }),
});

export type SignInPorts = {
  byName(tenantName: string): Promise<Registration | undefined>;
  appApiUrl(): Promise<string>;
};

const canSignIn = (registration: Registration): boolean =>
  ['provisioned', 'active'].includes(statusOf(registration));

/** Answers where a tenant's users sign in, and which API they then call. */
export const getSignIn =
  (ports: SignInPorts) =>
  async ({ params }: z.infer<typeof GetSignInRequest>): Promise<Reply> => {
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
