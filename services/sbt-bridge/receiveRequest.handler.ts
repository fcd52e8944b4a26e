import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { deadLetterTo } from '#shared/deadLetter.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv } from '#shared/onEvents.ts';
import { acceptRequest } from './acceptRequest.ts';
import { answerTable } from './answerTable.ts';
import { giveAnswer, repeatAnswer } from './giveAnswer.ts';
import { receiveRequestFunction } from './receiveRequest.function.ts';
import { receiveRequest } from './receiveRequest.ts';
import { answerOn } from './sbtBus.ts';
import { sbtRegistrationTable } from './sbtRegistrationTable.ts';

const { EVENT_BUS_NAME, SBT_BUS_NAME, REGISTRATION_TABLE } = env(
  receiveRequestFunction.environment,
);
const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);
const events = new EventBridgeClient(clientDefaults);
const documents = documentClient();
const registrations = sbtRegistrationTable(documents, REGISTRATION_TABLE);
const answering = {
  answers: answerTable(documents, REGISTRATION_TABLE),
  answer: answerOn(events, SBT_BUS_NAME),
};
const repeat = repeatAnswer(answering);

export const handler = receiveRequest({
  accept: acceptRequest({
    keep: registrations.keep,
    publish: publishOn(events, EVENT_BUS_NAME),
    repeat,
  }),
  isKnown: async (registrationId) => (await registrations.find(registrationId)) !== undefined,
  ...answering,
  give: giveAnswer(answering),
  repeat,
  deadLetter: deadLetterTo(new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL),
});
