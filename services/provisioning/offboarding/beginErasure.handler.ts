import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { beginErasure, beginErasureStep } from './beginErasure.ts';
import { erasureRoutes } from './erasureRoutes.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { receiptTable } from './receiptTable.ts';

const settings = env(beginErasureStep.environment);
const documents = documentClient();

export const run = stepTask(
  offboardingSaga,
  beginErasureStep,
  beginErasure({
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    routes: erasureRoutes(documents, settings.ROUTING_TABLE),
    receipts: receiptTable(documents, settings.ERASURE_TABLE),
    now: () => new Date(),
  }),
);
