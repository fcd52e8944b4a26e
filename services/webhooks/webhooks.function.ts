import { defineFunction } from '#shared/defineFunction.ts';
import { WebhookEnv } from './webhookEnv.ts';

export const webhooksFunction = defineFunction({
  handler: 'webhooks/webhooks',
  environment: WebhookEnv,
});
