import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { eraseRows, eraseRowsStep } from './eraseRows.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { receiptTable } from './receiptTable.ts';
import { tenantShardsIn } from './tenantShardsIn.ts';

const settings = env(eraseRowsStep.environment);
const documents = documentClient();

export const run = stepTask(
  offboardingSaga,
  eraseRowsStep,
  eraseRows({
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    shards: tenantShardsIn(settings, ['Query', 'DeleteItem']),
    receipts: receiptTable(documents, settings.ERASURE_TABLE),
  }),
);
