import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { routingTable } from '#shared/routingTable.ts';
import { failureTask } from '../saga/sagaTasks.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { onboardingSaga } from './onboardingSaga.ts';
import {
  publishTenantProvisioningFailed,
  tenantProvisioningFailed,
} from './publishTenantProvisioningFailed.ts';

const settings = env(tenantProvisioningFailed.environment);
const documents = documentClient();

export const run = failureTask(
  onboardingSaga,
  measureAs(settings.AWS_LAMBDA_FUNCTION_NAME),
  publishTenantProvisioningFailed({
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    claimantOf: claimTable(documents, settings.CLAIM_TABLE).claimantOf,
    routeOf: routingTable(documents, settings.ROUTING_TABLE).routeOf,
  }),
);
