import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { finishRemovalsFunction } from './finishRemovals.function.ts';
import { finishRemovals } from './finishRemovals.ts';
import { tenantUsers } from './tenantUsers.ts';
import { unfinishedRows } from './unfinishedRows.ts';

const given = env(finishRemovalsFunction.environment);
const publish = publishOn(new EventBridgeClient(clientDefaults), given.EVENT_BUS_NAME);

export const handler = finishRemovals({
  ...tenantUsers(publish),
  pooledUserPoolId: given.POOLED_USER_POOL_ID,
  unfinished: unfinishedRows(documentClient(), given.MEMBER_TABLE),
  measure: measureAs(given.AWS_LAMBDA_FUNCTION_NAME),
});
