import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { deadLetterTo } from '#shared/deadLetter.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv } from '#shared/onEvents.ts';
import { acceptRequest } from './acceptRequest.ts';
import { receiveRequestFunction } from './receiveRequest.function.ts';
import { receiveRequest } from './receiveRequest.ts';
import { answerOn } from './sbtBus.ts';
import { sbtRegistrationTable } from './sbtRegistrationTable.ts';

const { EVENT_BUS_NAME, SBT_BUS_NAME, REGISTRATION_TABLE } = env(
  receiveRequestFunction.environment,
);
const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);
const events = new EventBridgeClient(clientDefaults);

export const handler = receiveRequest({
  accept: acceptRequest({
    ...sbtRegistrationTable(documentClient(), REGISTRATION_TABLE),
    publish: publishOn(events, EVENT_BUS_NAME),
  }),
  answer: answerOn(events, SBT_BUS_NAME),
  deadLetter: deadLetterTo(new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL),
});
