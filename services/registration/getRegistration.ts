import { z } from 'zod';
import { problem, type Reply } from '#shared/reply.ts';
import { failureOf, type Registration, statusOf } from './registration.ts';

export const GetRegistrationRequest = z.object({
  params: z.object({ registrationId: z.string().max(128) }),
});

/** Answers what has become of a registration. */
export const getRegistration =
  (byId: (registrationId: string) => Promise<Registration | undefined>) =>
  async ({ params }: z.infer<typeof GetRegistrationRequest>): Promise<Reply> => {
    const registration = await byId(params.registrationId);
    if (registration?.tenantName === undefined) {
      const message = `no registration has the id ${params.registrationId}`;
      return problem(404, 'RegistrationNotFound', { message });
    }
    const { registrationId, tenantId, tenantName, tier } = registration;
    const status = statusOf(registration);
    const failure = failureOf(registration);
    return { status: 200, body: { registrationId, tenantId, tenantName, tier, status, failure } };
  };
