import { UserCreationFailed } from '#events/schemas/identity.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { PaceEnv, RoutingTableEnv, StateMachineEnv } from '../provisioningEnv.ts';

export const rollBackOnboardingFunction = defineFunction({
  handler: 'provisioning/onboarding/rollBackOnboarding',
  environment: RoutingTableEnv.extend({ ...StateMachineEnv.shape, ...PaceEnv.shape }),
  consumes: { UserCreationFailed },
});
