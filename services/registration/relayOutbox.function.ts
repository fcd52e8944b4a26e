import { defineFunction } from '#shared/defineFunction.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import { PublisherEnv } from './registrationEnv.ts';

export const relayOutboxFunction = defineFunction({
  handler: 'registration/relayOutbox',
  environment: PublisherEnv.extend(MetricEnv.shape),
});
