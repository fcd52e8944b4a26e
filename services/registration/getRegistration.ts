import type { Run } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import type { getRegistrationFunction } from './getRegistration.function.ts';
import { failureOf, type Registration, statusOf } from './registration.ts';

type Route = (typeof getRegistrationFunction)['routes']['GET /registrations/{registrationId}'];

/** Answers what has become of a registration. */
export const getRegistration =
  (byId: (registrationId: string) => Promise<Registration | undefined>): Run<Route> =>
  async ({ params }) => {
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
