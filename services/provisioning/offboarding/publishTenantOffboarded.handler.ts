import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import { publishTenantOffboarded, publishTenantOffboardedStep } from './publishTenantOffboarded.ts';
import { receiptTable } from './receiptTable.ts';

const settings = env(publishTenantOffboardedStep.environment);

export const run = stepTask(
  offboardingSaga,
  publishTenantOffboardedStep,
  publishTenantOffboarded({
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    receipts: receiptTable(documentClient(), settings.ERASURE_TABLE),
    now: () => new Date(),
  }),
);
