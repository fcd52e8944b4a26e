import { documentClient } from '#shared/documents.ts';
import { eachQueued } from '#shared/eachQueued.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { deliverFunction } from './deliver.function.ts';
import { deliver } from './deliver.ts';
import { endpointTable } from './endpointTable.ts';
import { ATTEMPT_MS, postTo, systemResolve as resolve } from './httpPost.ts';
import { laneChanges } from './laneChanges.ts';
import { laneTable } from './laneTable.ts';
import { visitTable } from './visitTable.ts';
import { Wake } from './wake.ts';
import { wakeQueues } from './wakeQueues.ts';

const {
  WEBHOOK_TABLE: tableName,
  WEBHOOK_HOSTS: hosts,
  ROUTING_TABLE,
} = env(deliverFunction.environment);
const documents = documentClient();
const { routeOf } = routingTable(documents, ROUTING_TABLE);
const endpoints = endpointTable(documents, tableName);

const run = deliver({
  ...visitTable(documents, tableName),
  ...laneTable(documents, tableName),
  ...laneChanges(documents, tableName),
  now: () => new Date(),
  endpoint: endpoints.get,
  async disable(webhookId) {
    await endpoints.setStatus(webhookId, 'disabled');
  },
  async isSuspended(tenantId) {
    const route = await routeOf(tenantId);
    return route !== undefined && route.status !== 'active';
  },
  post: postTo({ resolve, hosts, attemptMs: ATTEMPT_MS }),
  wake: wakeQueues(),
});

/** Takes wakes from a queue, those of a batch side by side; one that fails comes back. */
export const handler = eachQueued(async (message) => run(Wake.parse(message)));
