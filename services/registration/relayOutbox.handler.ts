import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { announceOn } from './announce.ts';
import { PublisherEnv } from './registrationEnv.ts';
import { relayOutbox } from './relayOutbox.ts';
import { unpublishedIn } from './unpublished.ts';

const { REGISTRATION_TABLE, EVENT_BUS_NAME } = env(PublisherEnv);
const documents = documentClient();
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

export const handler = relayOutbox({
  now: () => new Date(),
  unpublished: unpublishedIn(documents, REGISTRATION_TABLE),
  announce: announceOn(publish, documents, REGISTRATION_TABLE),
});
