import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { latestRoute } from '#shared/routeReader.ts';
import { task } from '#shared/task.ts';
import { FailurePublisherEnv } from '../provisioningEnv.ts';
import { FailureInput } from '../saga/sagaState.ts';
import { claimTable } from '../tenants/claimTable.ts';
import { publishTenantProvisioningFailed } from './publishOutcome.ts';

const settings = env(FailurePublisherEnv);
const documents = documentClient();

export const handler = task(
  FailureInput,
  publishTenantProvisioningFailed({
    publish: publishOn(new EventBridgeClient(clientDefaults), settings.EVENT_BUS_NAME),
    measure: measureAs(settings.AWS_LAMBDA_FUNCTION_NAME),
    claimantOf: claimTable(documents, settings.CLAIM_TABLE).claimantOf,
    routeOf: latestRoute(documents, settings.ROUTING_TABLE),
  }),
);
