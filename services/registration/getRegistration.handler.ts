import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { getRegistrationFunction } from './getRegistration.function.ts';
import { getRegistration } from './getRegistration.ts';
import { registrationsIn } from './readRegistration.ts';

const { byId } = registrationsIn(
  documentClient(),
  env(getRegistrationFunction.environment).REGISTRATION_TABLE,
);

export const handler = httpRoutes(getRegistrationFunction, {
  'GET /registrations/{registrationId}': getRegistration(byId),
});
