import * as z from 'zod';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { textSetting } from '#shared/settings.ts';
import { getSignInFunction } from './getSignIn.function.ts';
import { getSignIn } from './getSignIn.ts';
import { registrationsIn } from './readRegistration.ts';

const { REGISTRATION_TABLE, APP_API_URL_PARAMETER } = env(getSignInFunction.environment);

const run = getSignIn({
  byName: registrationsIn(documentClient(), REGISTRATION_TABLE).byName,
  appApiUrl: textSetting(APP_API_URL_PARAMETER, z.url()),
});

export const handler = httpRoutes(getSignInFunction, { 'GET /sign-in/{tenantName}': run });
