import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes, route } from '#shared/httpRoute.ts';
import { GetRegistrationRequest, getRegistration } from './getRegistration.ts';
import { registrationsIn } from './readRegistration.ts';
import { ReaderEnv } from './registrationEnv.ts';

const { byId } = registrationsIn(documentClient(), env(ReaderEnv).REGISTRATION_TABLE);

export const handler = httpRoutes({
  'GET /registrations/{registrationId}': route(GetRegistrationRequest, getRegistration(byId)),
});
