import { catalog } from '#events/catalog.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { SenderEnv } from './webhookEnv.ts';

export const fanOutFunction = defineFunction({
  handler: 'webhooks/fanOut',
  environment: SenderEnv,
  consumes: Object.fromEntries(catalog.map((event) => [event.name, event])),
});
