import { defineFunction } from '#shared/defineFunction.ts';
import { DeliverEnv } from './webhookEnv.ts';

export const deliverFunction = defineFunction({
  handler: 'webhooks/deliver',
  environment: DeliverEnv,
});
