import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { task } from '#shared/task.ts';
import { DataStoreRemovalEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { deleteDataStore } from './createDataStore.ts';

const { RESOURCE_PREFIX, ROUTING_TABLE } = env(DataStoreRemovalEnv);
const tables = siloTables(new DynamoDBClient(clientDefaults), RESOURCE_PREFIX);
const routeOf = latestRoute(documentClient(), ROUTING_TABLE);

export const handler = task(StepInput, deleteDataStore(tables, { routeOf }));
