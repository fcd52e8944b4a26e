import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { createTenantAdminFunction } from './createTenantAdmin.function.ts';
import { createTenantAdmin } from './createTenantAdmin.ts';
import { enrol } from './enrol.ts';
import { standingIn } from './standing.ts';
import { tenantUsers, userCreationFailures } from './tenantUsers.ts';

const publish = publishOn(
  new EventBridgeClient(clientDefaults),
  env(createTenantAdminFunction.environment).EVENT_BUS_NAME,
);
const users = tenantUsers();

const TenantProvisioned = createTenantAdmin({
  standing: standingIn(users),
  enrol: enrol({ ...users, publish }),
  fail: userCreationFailures(users, publish),
});

export const handler = onEvents(createTenantAdminFunction, { TenantProvisioned });
