import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { createTenantAdmin } from './createTenantAdmin.ts';
import { enrol } from './enrol.ts';
import { UserCreatorEnv } from './identityEnv.ts';
import { standingIn } from './standing.ts';
import { tenantUsers, userCreationFailures } from './tenantUsers.ts';

const publish = publishOn(
  new EventBridgeClient(clientDefaults),
  env(UserCreatorEnv).EVENT_BUS_NAME,
);
const users = tenantUsers();

const run = createTenantAdmin({
  standing: standingIn(users),
  enrol: enrol({ ...users, ...users.cognito, publish }),
  fail: userCreationFailures(users, publish),
});

export const handler = onEvents([on(TenantProvisioned, run)]);
