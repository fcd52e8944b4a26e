import { defineFunction } from '#shared/defineFunction.ts';
import { UserCreatorEnv } from './identityEnv.ts';

/** Lambda calls it with the spent invocations of `createTenantAdmin`. */
export const reportUserCreationFailureFunction = defineFunction({
  handler: 'identity/reportUserCreationFailure',
  environment: UserCreatorEnv,
});
