import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishAllOn } from '#events/publishAll.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { measureAs } from '#shared/measure.ts';
import { announceAllOn, unpublishedIn } from './announce.ts';
import { relayOutboxFunction } from './relayOutbox.function.ts';
import { relayOutbox } from './relayOutbox.ts';

const { REGISTRATION_TABLE, EVENT_BUS_NAME, AWS_LAMBDA_FUNCTION_NAME } = env(
  relayOutboxFunction.environment,
);
const documents = documentClient();
const publishAll = publishAllOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

export const handler = relayOutbox({
  now: () => new Date(),
  measure: measureAs(AWS_LAMBDA_FUNCTION_NAME),
  unpublished: unpublishedIn(documents, REGISTRATION_TABLE),
  announce: announceAllOn(publishAll, documents, REGISTRATION_TABLE),
});
