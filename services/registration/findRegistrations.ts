import type { Run } from '#shared/declaredRoute.ts';
import type { findRegistrationsFunction } from './findRegistrations.function.ts';
import { failureOf, type Registration, statusAt } from './registration.ts';

type Route = (typeof findRegistrationsFunction)['routes']['GET /registrations'];

export type FindPorts = { find(text: string): Promise<Registration[]>; now(): Date };

const shown = (registration: Registration, now: Date) => {
  const { registrationId, tenantId, tenantName, adminEmail, tier, registeredAt } = registration;
  return {
    registrationId,
    tenantId,
    tenantName,
    adminEmail,
    tier,
    status: statusAt(registration, now),
    registeredAt,
    executionName: registration.registeredEventId,
    failure: failureOf(registration),
  };
};

/** Answers the registrations that an operator looks for. */
export const findRegistrations =
  ({ find, now }: FindPorts): Run<Route> =>
  async ({ query }) => {
    const found = await find(query.query);
    return { status: 200, body: { registrations: found.map((one) => shown(one, now())) } };
  };
