import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { erasureRoutes } from './erasureRoutes.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { receiptTable } from './receiptTable.ts';
import { sealTenant, sealTenantStep, unsealTenant } from './sealTenant.ts';

const settings = env(sealTenantStep.environment);
const documents = documentClient();
const ports = {
  ...erasureRoutes(documents, settings.ROUTING_TABLE),
  get: receiptTable(documents, settings.ERASURE_TABLE).get,
};

export const run = stepTask(offboardingSaga, sealTenantStep, sealTenant(ports));
export const undo = undoTask(offboardingSaga, unsealTenant(ports));
