import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { eraseTenant, erasureNotes } from '#shared/eraseTenant.ts';
import { onEvents } from '#shared/onEvents.ts';
import { leavingUsers } from './leavingUsers.ts';
import { erasureKey } from './memberKeys.ts';
import { removeTenantUsersFunction } from './removeTenantUsers.function.ts';
import { removeTenantUsers } from './removeTenantUsers.ts';
import { tenantUsers } from './tenantUsers.ts';

const { EVENT_BUS_NAME, MEMBER_TABLE } = env(removeTenantUsersFunction.environment);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);
const users = tenantUsers(publish);
const { now, latestRoute: routeOf } = users;

export const handler = onEvents(removeTenantUsersFunction, {
  TenantProvisioningFailed: removeTenantUsers(users),
  TenantOffboarded: eraseTenant(
    'identity',
    { now, routeOf, notes: erasureNotes(documentClient(), MEMBER_TABLE, erasureKey), publish },
    leavingUsers(users),
  ),
});
