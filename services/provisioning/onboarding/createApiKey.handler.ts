import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { tenantApiKeys } from '../tenants/gatewayApiKeys.ts';
import { keyValues } from '../tenants/keyValues.ts';
import { usagePlanTurns } from '../tenants/paceClock.ts';
import { createApiKey, createApiKeyStep, deleteApiKey } from './createApiKey.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const settings = env(createApiKeyStep.environment);
const documents = documentClient();
const apiKeys = tenantApiKeys(settings);
const values = keyValues(documents, settings.CLAIM_TABLE);
const routeOf = routingTable(documents, settings.ROUTING_TABLE).routeOf;

const takeTurn = usagePlanTurns(documents, settings);

export const run = stepTask(
  onboardingSaga,
  createApiKeyStep,
  createApiKey(apiKeys, { ...values, takeTurn }),
);
export const undo = undoTask(onboardingSaga, deleteApiKey(apiKeys, { ...values, routeOf }));
