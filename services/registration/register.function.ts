import { defineFunction } from '#shared/defineFunction.ts';
import { PublisherEnv } from './registrationEnv.ts';

export const registerFunction = defineFunction({
  handler: 'registration/register',
  environment: PublisherEnv,
});
