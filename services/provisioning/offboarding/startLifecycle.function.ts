import { defineFunction } from '#shared/defineFunction.ts';
import {
  PaceEnv,
  RoutingTableEnv,
  StateMachineEnv,
  TenantProtectionEnv,
} from '../provisioningEnv.ts';

export const startLifecycleFunction = defineFunction({
  handler: 'provisioning/offboarding/startLifecycle',
  environment: StateMachineEnv.extend({
    ...PaceEnv.shape,
    ...RoutingTableEnv.shape,
    ...TenantProtectionEnv.shape,
  }),
});
