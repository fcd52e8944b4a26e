import { defineFunction } from '#shared/defineFunction.ts';
import { ReaderEnv } from './registrationEnv.ts';

export const getRegistrationFunction = defineFunction({
  handler: 'registration/getRegistration',
  environment: ReaderEnv,
});
