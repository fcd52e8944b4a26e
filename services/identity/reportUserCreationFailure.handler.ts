import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv } from '#shared/onEvents.ts';
import { task } from '#shared/task.ts';
import { PublisherEnv } from './identityEnv.ts';
import { reportUserCreationFailure, SpentInvocation } from './reportUserCreationFailure.ts';
import { userCreationFailures } from './userCreationFailures.ts';

const publish = publishOn(new EventBridgeClient(clientDefaults), env(PublisherEnv).EVENT_BUS_NAME);
const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);

export const handler = task(
  SpentInvocation,
  reportUserCreationFailure(
    userCreationFailures(publish, new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL),
  ),
);
