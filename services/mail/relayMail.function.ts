import { defineFunction } from '#shared/defineFunction.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import { MailEnv } from './mail.ts';

export const relayMailFunction = defineFunction({
  handler: 'mail/relayMail',
  environment: MailEnv.extend(MetricEnv.shape),
});
