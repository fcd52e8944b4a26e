import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { dropDataStore, dropDataStoreStep } from './dropDataStore.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { receiptTable } from './receiptTable.ts';

const settings = env(dropDataStoreStep.environment);
const documents = documentClient();

export const run = stepTask(
  offboardingSaga,
  dropDataStoreStep,
  dropDataStore({
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    stores: siloTables(new DynamoDBClient(clientDefaults), settings.RESOURCE_PREFIX),
    receipts: receiptTable(documents, settings.ERASURE_TABLE),
  }),
);
