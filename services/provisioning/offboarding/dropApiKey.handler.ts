import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { keyValues } from '../tenants/keyValues.ts';
import { apiKeysToRemove } from '../tenants/removableKeys.ts';
import { dropApiKey, dropApiKeyStep } from './dropApiKey.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { receiptTable } from './receiptTable.ts';

const settings = env(dropApiKeyStep.environment);
const documents = documentClient();

export const run = stepTask(
  offboardingSaga,
  dropApiKeyStep,
  dropApiKey({
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    apiKeys: apiKeysToRemove(settings.RESOURCE_PREFIX),
    forget: keyValues(documents, settings.CLAIM_TABLE).forget,
    receipts: receiptTable(documents, settings.ERASURE_TABLE),
  }),
);
