import { defineFunction } from '#shared/defineFunction.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import { StateMachineEnv } from '../provisioningEnv.ts';

export const watchSagasFunction = defineFunction({
  handler: 'provisioning/operators/watchSagas',
  environment: StateMachineEnv.extend(MetricEnv.shape),
});
