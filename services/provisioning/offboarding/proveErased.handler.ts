import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { apiKeysToRemove } from '../tenants/removableKeys.ts';
import { siloTables } from '../tenants/siloTables.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { proveErased, proveErasedStep } from './proveErased.ts';
import { tenantShardsIn } from './tenantShardsIn.ts';

const settings = env(proveErasedStep.environment);

export const run = stepTask(
  offboardingSaga,
  proveErasedStep,
  proveErased({
    routeOf: routingTable(documentClient(), settings.ROUTING_TABLE).routeOf,
    shards: tenantShardsIn(settings, ['Query']),
    stores: siloTables(new DynamoDBClient(clientDefaults), settings.RESOURCE_PREFIX),
    apiKeys: apiKeysToRemove(settings.RESOURCE_PREFIX),
    directory: tenantDirectory(settings),
  }),
);
