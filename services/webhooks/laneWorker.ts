import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Hosts } from './address.ts';
import { deliverLane } from './deliverLane.ts';
import { endpointTable, everyEndpoint } from './endpointTable.ts';
import { ATTEMPT_MS, postTo, systemResolve } from './httpPost.ts';
import { laneTable } from './laneTable.ts';

/** What the functions that send have in common: the endpoints, and the work on a lane. */
export const laneWorker = (documents: DynamoDBDocumentClient, tableName: string, hosts: Hosts) => {
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
      post: postTo({ resolve: systemResolve, hosts, attemptMs: ATTEMPT_MS }),
      ...laneTable(documents, tableName),
    }),
  };
};
