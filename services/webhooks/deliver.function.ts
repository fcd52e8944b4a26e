import { defineFunction } from '#shared/defineFunction.ts';
import { PostingEnv } from './webhookEnv.ts';

export const deliverFunction = defineFunction({
  handler: 'webhooks/deliver',
  environment: PostingEnv,
});
