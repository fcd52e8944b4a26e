import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { PublisherEnv } from '../provisioningEnv.ts';
import { StepInput } from '../saga/sagaState.ts';
import { publishTenantProvisioned } from './publishOutcome.ts';

const { EVENT_BUS_NAME, AWS_REGION } = env(PublisherEnv);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

export const handler = task(StepInput, publishTenantProvisioned(publish, AWS_REGION));
