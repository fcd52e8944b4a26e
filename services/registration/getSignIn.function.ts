import { z } from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { ReaderEnv } from './registrationEnv.ts';

export const getSignInFunction = defineFunction({
  handler: 'registration/getSignIn',
  environment: ReaderEnv.extend({
    /** The parameter with the application API's URL. */
    APP_API_URL_PARAMETER: z.string().min(1),
  }),
});
