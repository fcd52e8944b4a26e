import { defineFunction } from '#shared/defineFunction.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import { UserCreatorEnv } from './identityEnv.ts';

export const finishRemovalsFunction = defineFunction({
  handler: 'identity/finishRemovals',
  environment: UserCreatorEnv.extend(MetricEnv.shape),
});
