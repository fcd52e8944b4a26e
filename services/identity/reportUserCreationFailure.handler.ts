import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { deadLetterTo } from '#shared/deadLetter.ts';
import { env } from '#shared/env.ts';
import { task } from '#shared/task.ts';
import { ReportEnv } from './identityEnv.ts';
import { reportUserCreationFailure, SpentInvocation } from './reportUserCreationFailure.ts';

const { EVENT_BUS_NAME, DEAD_LETTER_QUEUE_URL } = env(ReportEnv);
const deadLetter = deadLetterTo(new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL);

export const handler = task(
  SpentInvocation,
  reportUserCreationFailure({
    publish: publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME),
    deadLetter: (event, reason) => deadLetter(event, { code: 'RETRIES_EXHAUSTED', reason }),
  }),
);
