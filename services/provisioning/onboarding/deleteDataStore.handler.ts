import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { PrefixEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { deleteDataStore } from './createDataStore.ts';

const tables = siloTables(new DynamoDBClient(clientDefaults), env(PrefixEnv).RESOURCE_PREFIX);

export const handler = task(StepInput, deleteDataStore(tables));
