import { defineFunction } from '#shared/defineFunction.ts';
import { WebhookEnv } from './webhookEnv.ts';

export const sweepFunction = defineFunction({
  handler: 'webhooks/sweep',
  environment: WebhookEnv,
});
