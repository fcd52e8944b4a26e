import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { task } from '#shared/task.ts';
import { FailurePublisherEnv } from '../provisioningEnv.ts';
import { FailureInput } from '../saga/sagaState.ts';
import { publishTenantProvisioningFailed } from './publishOutcome.ts';

const { EVENT_BUS_NAME, AWS_LAMBDA_FUNCTION_NAME } = env(FailurePublisherEnv);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);
const measure = measureAs(AWS_LAMBDA_FUNCTION_NAME);

export const handler = task(FailureInput, publishTenantProvisioningFailed(publish, measure));
