import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { routingTable } from '#shared/routingTable.ts';
import { deliverLane } from './deliverLane.ts';
import { endpointTable, everyEndpoint } from './endpointTable.ts';
import { ATTEMPT_MS, postTo, systemResolve } from './httpPost.ts';
import { laneTable } from './laneTable.ts';
import type { SenderEnv } from './webhookEnv.ts';

/** What the functions that send have in common: the endpoints, and the work on a lane. */
export const laneWorker = (
  documents: DynamoDBDocumentClient,
  { WEBHOOK_TABLE: tableName, WEBHOOK_HOSTS: hosts, ROUTING_TABLE }: SenderEnv,
) => {
  const { routeOf } = routingTable(documents, ROUTING_TABLE);
  const endpoints = endpointTable(documents, tableName);
  const now = () => new Date();
  return {
    now,
    endpoints: () => everyEndpoint(endpoints.page),
    deliver: deliverLane({
      now,
      endpoint: endpoints.get,
      async disable(webhookId) {
        await endpoints.setStatus(webhookId, 'disabled');
      },
      isSuspended: async (tenantId) => (await routeOf(tenantId))?.status === 'inactive',
      post: postTo({ resolve: systemResolve, hosts, attemptMs: ATTEMPT_MS }),
      ...laneTable(documents, tableName),
    }),
  };
};
