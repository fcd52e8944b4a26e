import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { dropIdentity, dropIdentityStep } from './dropIdentity.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { receiptTable } from './receiptTable.ts';

const settings = env(dropIdentityStep.environment);
const documents = documentClient();

export const run = stepTask(
  offboardingSaga,
  dropIdentityStep,
  dropIdentity({
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
    directory: tenantDirectory(settings),
    receipts: receiptTable(documents, settings.ERASURE_TABLE),
  }),
);
