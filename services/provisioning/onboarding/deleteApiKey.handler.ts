import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { task } from '#shared/task.ts';
import { RoutingTableEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { tenantApiKeys } from '../tenants/gatewayApiKeys.ts';
import { deleteApiKey } from './createApiKey.ts';

const routeOf = latestRoute(documentClient(), env(RoutingTableEnv).ROUTING_TABLE);

export const handler = task(StepInput, deleteApiKey(tenantApiKeys(), { routeOf }));
