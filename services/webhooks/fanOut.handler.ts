import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { TenantOffboarded } from '#events/schemas/offboarding.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { eraseTenant, erasureNotes } from '#shared/eraseTenant.ts';
import { onEveryEvent } from '#shared/onEvents.ts';
import { routingTable } from '#shared/routingTable.ts';
import { endpointTable, everyEndpoint } from './endpointTable.ts';
import { fanOutFunction } from './fanOut.function.ts';
import { fanOut } from './fanOut.ts';
import { enqueueIn } from './intake.ts';
import { leavingWebhooks } from './leavingWebhooks.ts';
import { wakeQueues } from './wakeQueues.ts';
import { keys } from './webhookKeys.ts';

const { WEBHOOK_TABLE: tableName, ROUTING_TABLE, EVENT_BUS_NAME } = env(fanOutFunction.environment);
const documents = documentClient();
const { page, remove } = endpointTable(documents, tableName);
const now = () => new Date();
const endpoints = () => everyEndpoint(page);

const run = fanOut({
  now,
  endpoints,
  enqueue: enqueueIn({ documents, tableName }),
  wake: wakeQueues(),
});

const erase = eraseTenant(
  'webhooks',
  {
    now,
    routeOf: routingTable(documents, ROUTING_TABLE).routeOf,
    notes: erasureNotes(documents, tableName, keys.erasure),
    publish: publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME),
  },
  leavingWebhooks({ documents, tableName, endpoints, remove }),
);

/** That a tenant has left goes to the endpoints that stay: its own are gone before. */
export const handler = onEveryEvent(fanOutFunction, async ({ type }, detail) => {
  if (type === TenantOffboarded.type) await erase(TenantOffboarded.detail.parse(detail));
  await run({ type, detail });
});
