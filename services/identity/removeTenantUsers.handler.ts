import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { removeTenantUsersFunction } from './removeTenantUsers.function.ts';
import { removeTenantUsers } from './removeTenantUsers.ts';
import { tenantUsers } from './tenantUsers.ts';

const publish = publishOn(
  new EventBridgeClient(clientDefaults),
  env(removeTenantUsersFunction.environment).EVENT_BUS_NAME,
);

export const handler = onEvents(removeTenantUsersFunction, {
  TenantProvisioningFailed: removeTenantUsers(tenantUsers(publish)),
});
