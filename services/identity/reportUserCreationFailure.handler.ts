import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { reportUserCreationFailure, SpentInvocation } from './failUserCreation.ts';
import { reportUserCreationFailureFunction } from './reportUserCreationFailure.function.ts';
import { tenantUsers, userCreationFailures } from './tenantUsers.ts';

const publish = publishOn(
  new EventBridgeClient(clientDefaults),
  env(reportUserCreationFailureFunction.environment).EVENT_BUS_NAME,
);

export const handler = task(
  SpentInvocation,
  reportUserCreationFailure(userCreationFailures(tenantUsers(publish))),
);
