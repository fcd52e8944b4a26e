import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishAllOn } from '#events/publishAll.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { announceAllOn } from './announce.ts';
import { PublisherEnv } from './registrationEnv.ts';
import { relayOutbox } from './relayOutbox.ts';
import { unpublishedIn } from './unpublished.ts';

const { REGISTRATION_TABLE, EVENT_BUS_NAME } = env(PublisherEnv);
const documents = documentClient();
const publishAll = publishAllOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

export const handler = relayOutbox({
  now: () => new Date(),
  unpublished: unpublishedIn(documents, REGISTRATION_TABLE),
  announce: announceAllOn(publishAll, documents, REGISTRATION_TABLE),
});
