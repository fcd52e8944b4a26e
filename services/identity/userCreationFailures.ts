import { SQSClient } from '@aws-sdk/client-sqs';
import type { Publish } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { deadLetterTo } from '#shared/deadLetter.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv } from '#shared/onEvents.ts';
import { failUserCreation } from './failUserCreation.ts';
import { standingOf } from './standing.ts';
import type { tenantUsers } from './tenantUsers.ts';

/** Failures that are published, or whose events are kept in this deployment's queue. */
export const userCreationFailures = (users: ReturnType<typeof tenantUsers>, publish: Publish) => {
  const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);
  const deadLetter = deadLetterTo(new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL);
  return failUserCreation({
    now: () => new Date(),
    standing: standingOf(users),
    members: users.members,
    publish,
    deadLetter: (event, reason) => deadLetter(event, { code: 'USER_CREATION_FAILED', reason }),
  });
};
