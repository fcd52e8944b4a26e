import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { tenantApiKeys } from '../tenants/gatewayApiKeys.ts';
import { createApiKey, createApiKeyStep, deleteApiKey } from './createApiKey.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const settings = env(createApiKeyStep.environment);
const apiKeys = tenantApiKeys(settings);
const routeOf = routingTable(documentClient(), settings.ROUTING_TABLE).routeOf;

export const run = stepTask(onboardingSaga, createApiKeyStep, createApiKey(apiKeys));
export const undo = undoTask(onboardingSaga, deleteApiKey(apiKeys, { routeOf }));
