import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { getRegistrationFunction } from './getRegistration.function.ts';
import { getRegistration } from './getRegistration.ts';
import { registrationsIn } from './readRegistration.ts';
import { signUpsIn } from './signUpTable.ts';

const { REGISTRATION_TABLE } = env(getRegistrationFunction.environment);
const documents = documentClient();
const now = () => new Date();

export const handler = httpRoutes(getRegistrationFunction, {
  'GET /registrations/{registrationId}': getRegistration({
    registration: registrationsIn(documents, REGISTRATION_TABLE).byId,
    signUp: signUpsIn(documents, REGISTRATION_TABLE, now).read,
    now,
  }),
});
