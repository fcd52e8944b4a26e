import { defineFunction } from '#shared/defineFunction.ts';
import { SenderEnv } from './webhookEnv.ts';

export const sweepFunction = defineFunction({
  handler: 'webhooks/sweep',
  environment: SenderEnv,
});
