import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { outboxOn } from '../mail/outbox.ts';
import { createTenantAdminFunction } from './createTenantAdmin.function.ts';
import { createTenantAdmin } from './createTenantAdmin.ts';
import { enrol } from './enrol.ts';
import { standingIn } from './standing.ts';
import { postponedAdmins, tenantUsers, userCreationFailures } from './tenantUsers.ts';

const given = env(createTenantAdminFunction.environment);
const publish = publishOn(new EventBridgeClient(clientDefaults), given.EVENT_BUS_NAME);
const outbox = outboxOn(documentClient(), given);
const users = tenantUsers(publish);

const TenantProvisioned = createTenantAdmin({
  standing: standingIn(users),
  enrol: enrol({ ...users, outbox }),
  fail: userCreationFailures(users),
  postpone: postponedAdmins(users),
});

export const handler = onEvents(createTenantAdminFunction, { TenantProvisioned });
