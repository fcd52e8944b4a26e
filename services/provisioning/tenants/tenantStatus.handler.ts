import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ulid } from 'ulid';
import { publishAllOn } from '#events/publishAll.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routingTable } from '#shared/routingTable.ts';
import { announceStatus } from './announceStatus.ts';
import { routeChanges } from './routeChanges.ts';
import { tenantStatusFunction } from './tenantStatus.function.ts';
import { tenantStatusRoutes } from './tenantStatus.ts';

const settings = env(tenantStatusFunction.environment);
const documents = documentClient();
const changes = routeChanges(documents, settings.ROUTING_TABLE);
const publishAll = publishAllOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME);

export const handler = httpRoutes(
  tenantStatusFunction,
  tenantStatusRoutes({
    setStatus: changes.setStatus,
    setProtection: changes.setProtection,
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    announce: announceStatus({ publishAll, markPublished: changes.markPublished }),
    newUlid: () => ulid(),
    now: () => new Date(),
    protectedByDefault: settings.TENANT_PROTECTION === 'ACTIVE',
  }),
);
