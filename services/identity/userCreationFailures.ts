import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Publish } from '#events/publish.ts';
import { deadLetterTo } from '#shared/deadLetter.ts';
import { failUserCreation } from './failUserCreation.ts';

/** Failures that are published, and whose events lie in this deployment's queue. */
export const userCreationFailures = (publish: Publish, sqs: SQSClient, queueUrl: string) => {
  const deadLetter = deadLetterTo(sqs, queueUrl);
  return failUserCreation({
    now: () => new Date(),
    publish,
    deadLetter: (event, reason) => deadLetter(event, { code: 'USER_CREATION_FAILED', reason }),
  });
};
