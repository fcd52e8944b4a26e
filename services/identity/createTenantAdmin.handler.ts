import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishOn } from '#events/publish.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv, on, onEvents } from '#shared/onEvents.ts';
import { cognitoUsers } from './cognitoUsers.ts';
import { createTenantAdmin } from './createTenantAdmin.ts';
import { enrol } from './enrol.ts';
import { UserCreatorEnv } from './identityEnv.ts';
import { memberTable } from './memberTable.ts';
import { userCreationFailures } from './userCreationFailures.ts';

const { EVENT_BUS_NAME, MEMBER_TABLE } = env(UserCreatorEnv);
const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

const run = createTenantAdmin({
  enrol: enrol({
    ...cognitoUsers(new CognitoIdentityProviderClient(clientDefaults)),
    members: memberTable(documentClient(), MEMBER_TABLE),
    publish,
  }),
  fail: userCreationFailures(publish, new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL),
});

export const handler = onEvents([on(TenantProvisioned, run)]);
