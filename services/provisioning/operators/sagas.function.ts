import { defineFunction } from '#shared/defineFunction.ts';
import { ClaimEnv, RoutingTableEnv, StateMachineEnv } from '../provisioningEnv.ts';

export const sagasFunction = defineFunction({
  handler: 'provisioning/operators/sagas',
  environment: StateMachineEnv.extend({ ...ClaimEnv.shape, ...RoutingTableEnv.shape }),
});
