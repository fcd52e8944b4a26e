import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { outcomes } from './answerOutcome.ts';
import { OutcomeEnv } from './bridgeEnv.ts';
import { answerOn } from './sbtBus.ts';
import { sbtRegistrationTable } from './sbtRegistrationTable.ts';

const { SBT_BUS_NAME, REGISTRATION_TABLE } = env(OutcomeEnv);

export const handler = onEvents(
  outcomes({
    ...sbtRegistrationTable(documentClient(), REGISTRATION_TABLE),
    answer: answerOn(new EventBridgeClient(clientDefaults), SBT_BUS_NAME),
  }),
);
