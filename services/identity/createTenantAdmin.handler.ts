import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishOn } from '#events/publish.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv, on, onEvents } from '#shared/onEvents.ts';
import { cognitoUsers } from './cognitoUsers.ts';
import { createTenantAdmin } from './createTenantAdmin.ts';
import { PublisherEnv } from './identityEnv.ts';
import { userCreationFailures } from './userCreationFailures.ts';

const publish = publishOn(new EventBridgeClient(clientDefaults), env(PublisherEnv).EVENT_BUS_NAME);
const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);

const run = createTenantAdmin({
  ...cognitoUsers(new CognitoIdentityProviderClient(clientDefaults)),
  publish,
  fail: userCreationFailures(publish, new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL),
});

export const handler = onEvents([on(TenantProvisioned, run)]);
