import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import * as z from 'zod';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { textSetting } from '#shared/settings.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { apiKeyValue } from '../tenants/gatewayApiKeys.ts';
import { tableNames } from '../tenants/tenantResources.ts';
import { onboardingSaga } from './onboardingSaga.ts';
import { deleteRoute, writeRoute, writeRouteStep } from './writeRoute.ts';

const { RESOURCE_PREFIX, ROUTING_TABLE, POOLED_TABLE_PARAMETER } = env(writeRouteStep.environment);
const pooledTable = textSetting(POOLED_TABLE_PARAMETER, z.string().min(1));

const ports = {
  ...routingTable(documentClient(), ROUTING_TABLE),
  apiKeyValue: apiKeyValue(new APIGatewayClient(clientDefaults)),
  tableName: tableNames(RESOURCE_PREFIX, pooledTable),
};

export const run = stepTask(onboardingSaga, writeRouteStep, writeRoute(ports));
export const undo = undoTask(onboardingSaga, deleteRoute(ports));
