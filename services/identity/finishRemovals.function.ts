import { defineFunction } from '#shared/defineFunction.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import { TenantUsersEnv } from './identityEnv.ts';

export const finishRemovalsFunction = defineFunction({
  handler: 'identity/finishRemovals',
  environment: TenantUsersEnv.extend(MetricEnv.shape),
});
