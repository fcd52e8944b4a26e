import { defineFunction } from '#shared/defineFunction.ts';
import { UserCreatorEnv } from './identityEnv.ts';

export const usersFunction = defineFunction({
  handler: 'identity/users',
  environment: UserCreatorEnv,
});
