import { UserCreationFailed } from '#events/schemas/identity.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { RoutingTableEnv, StateMachineEnv } from '../provisioningEnv.ts';

export const rollBackOnboardingFunction = defineFunction({
  handler: 'provisioning/onboarding/rollBackOnboarding',
  environment: RoutingTableEnv.extend(StateMachineEnv.shape),
  consumes: { UserCreationFailed },
});
