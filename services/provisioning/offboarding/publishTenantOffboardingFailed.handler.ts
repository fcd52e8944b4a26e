import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { routingTable } from '#shared/routingTable.ts';
import { failureTask } from '../saga/sagaTasks.ts';
import { offboardingSaga } from './offboardingSaga.ts';
import {
  publishTenantOffboardingFailed,
  tenantOffboardingFailed,
} from './publishTenantOffboardingFailed.ts';

const settings = env(tenantOffboardingFailed.environment);

export const run = failureTask(
  offboardingSaga,
  measureAs(settings.AWS_LAMBDA_FUNCTION_NAME),
  publishTenantOffboardingFailed({
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    routeOf: routingTable(documentClient(), settings.ROUTING_TABLE).routeOf,
  }),
);
