import { catalog } from '#events/catalog.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { TableEnv } from './webhookEnv.ts';

export const fanOutFunction = defineFunction({
  handler: 'webhooks/fanOut',
  environment: TableEnv,
  consumes: Object.fromEntries(catalog.map((event) => [event.name, event])),
});
