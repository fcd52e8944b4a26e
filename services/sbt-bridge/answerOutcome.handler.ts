import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { answerOutcomeFunction } from './answerOutcome.function.ts';
import { outcomes } from './answerOutcome.ts';
import { answerTable } from './answerTable.ts';
import { giveAnswer } from './giveAnswer.ts';
import { answerOn } from './sbtBus.ts';
import { sbtRegistrationTable } from './sbtRegistrationTable.ts';

const { SBT_BUS_NAME, REGISTRATION_TABLE } = env(answerOutcomeFunction.environment);
const documents = documentClient();

export const handler = onEvents(
  answerOutcomeFunction,
  outcomes({
    find: sbtRegistrationTable(documents, REGISTRATION_TABLE).find,
    give: giveAnswer({
      answers: answerTable(documents, REGISTRATION_TABLE),
      answer: answerOn(new EventBridgeClient(clientDefaults), SBT_BUS_NAME),
    }),
  }),
);
