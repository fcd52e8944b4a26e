import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { cognitoUsers } from './cognitoUsers.ts';
import { createTenantAdmin } from './createTenantAdmin.ts';
import { PublisherEnv } from './identityEnv.ts';

const { EVENT_BUS_NAME } = env(PublisherEnv);

const run = createTenantAdmin({
  ...cognitoUsers(new CognitoIdentityProviderClient(clientDefaults)),
  publish: publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME),
});

export const handler = onEvents([on(TenantProvisioned, run)]);
