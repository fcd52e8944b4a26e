import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { findRegistrationsFunction } from './findRegistrations.function.ts';
import { findRegistrations } from './findRegistrations.ts';
import { findIn } from './searchTable.ts';

const { REGISTRATION_TABLE } = env(findRegistrationsFunction.environment);

export const handler = httpRoutes(findRegistrationsFunction, {
  'GET /registrations': findRegistrations({
    find: findIn(documentClient(), REGISTRATION_TABLE),
    now: () => new Date(),
  }),
});
