import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { onboardingSaga } from './onboardingSaga.ts';
import {
  publishTenantProvisioned,
  publishTenantProvisionedStep,
} from './publishTenantProvisioned.ts';

const settings = env(publishTenantProvisionedStep.environment);

export const run = stepTask(
  onboardingSaga,
  publishTenantProvisionedStep,
  publishTenantProvisioned({
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    region: settings.AWS_REGION,
    markAnnounced: routingTable(documentClient(), settings.ROUTING_TABLE).markAnnounced,
  }),
);
