import { catalog } from '#events/catalog.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { WebhookEnv } from './webhookEnv.ts';

export const fanOutFunction = defineFunction({
  handler: 'webhooks/fanOut',
  environment: WebhookEnv,
  consumes: Object.fromEntries(catalog.map((event) => [event.name, event])),
});
