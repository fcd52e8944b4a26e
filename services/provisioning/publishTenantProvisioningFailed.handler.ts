import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { PublisherEnv } from './provisioningEnv.ts';
import { publishTenantProvisioningFailed } from './publishOutcome.ts';
import { FailureInput } from './sagaState.ts';

const publish = publishOn(new EventBridgeClient(clientDefaults), env(PublisherEnv).EVENT_BUS_NAME);

export const handler = task(FailureInput, publishTenantProvisioningFailed(publish));
