import { catalog } from '#events/catalog.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { FanOutEnv } from './webhookEnv.ts';

export const fanOutFunction = defineFunction({
  handler: 'webhooks/fanOut',
  environment: FanOutEnv,
  consumes: Object.fromEntries(catalog.map((event) => [event.name, event])),
});
