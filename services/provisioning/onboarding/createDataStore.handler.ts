import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { createDataStore, createDataStoreStep, deleteDataStore } from './createDataStore.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const settings = env(createDataStoreStep.environment);
const tables = siloTables(new DynamoDBClient(clientDefaults), settings.RESOURCE_PREFIX);
const routeOf = routingTable(documentClient(), settings.ROUTING_TABLE).routeOf;

export const run = stepTask(
  onboardingSaga,
  createDataStoreStep,
  createDataStore(tables, settings.DELETION_PROTECTION),
);
export const undo = undoTask(onboardingSaga, deleteDataStore(tables, { routeOf }));
