import { defineFunction } from '#shared/defineFunction.ts';
import { TableEnv } from './webhookEnv.ts';

export const sweepFunction = defineFunction({
  handler: 'webhooks/sweep',
  environment: TableEnv,
});
