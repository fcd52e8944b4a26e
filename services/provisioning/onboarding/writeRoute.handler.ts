import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { textSetting } from '#shared/settings.ts';
import { task } from '#shared/task.ts';
import { RouteEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { apiKeyValue } from '../tenants/gatewayApiKeys.ts';
import { routingTable } from '../tenants/routingTable.ts';
import { tableNames } from '../tenants/tenantResources.ts';
import { writeRoute } from './writeRoute.ts';

const { RESOURCE_PREFIX, ROUTING_TABLE, POOLED_TABLE_PARAMETER } = env(RouteEnv);
const pooledTable = textSetting(POOLED_TABLE_PARAMETER, z.string().min(1));

export const handler = task(
  StepInput,
  writeRoute({
    ...routingTable(documentClient(), ROUTING_TABLE),
    apiKeyValue: apiKeyValue(new APIGatewayClient(clientDefaults)),
    tableName: tableNames(RESOURCE_PREFIX, pooledTable),
  }),
);
