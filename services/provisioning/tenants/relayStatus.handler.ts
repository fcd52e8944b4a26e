import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishAllOn } from '#events/publishAll.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { announceStatus } from './announceStatus.ts';
import { relayStatusFunction } from './relayStatus.function.ts';
import { relayStatus } from './relayStatus.ts';
import { routeChanges, unpublishedRoutes } from './routeChanges.ts';

const { ROUTING_TABLE, EVENT_BUS_NAME } = env(relayStatusFunction.environment);
const documents = documentClient();
const { markPublished } = routeChanges(documents, ROUTING_TABLE);
const publishAll = publishAllOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

export const handler = relayStatus({
  now: () => new Date(),
  routeOf: routingTable(documents, ROUTING_TABLE).routeOf,
  unpublished: unpublishedRoutes(documents, ROUTING_TABLE),
  announce: announceStatus({ publishAll, markPublished }),
});
