import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from '../client/deadLetter.ts';
import { UsageError } from '../client/failure.ts';
import { awsConfig } from '../client/target.ts';
import type { Connected } from './session.ts';

/** The queues of all consumers, or of the one that is asked for. */
export const queuesOf = (
  { outputs }: Connected,
  consumer: string | undefined,
): DeadLetterQueue[] => {
  const { DeadLetterQueues: all } = outputs;
  const found = all.filter((queue) => consumer === undefined || queue.consumer === consumer);
  if (found.length > 0) return found;
  const known = all.map((queue) => queue.consumer).join(', ');
  throw new UsageError(`no consumer is called ${consumer}; there are ${known}`);
};

/** What dead letters are read and redriven by. */
export const clientsOf = ({ outputs }: Connected) => ({
  sqs: new SQSClient(awsConfig(outputs)),
  lambda: new LambdaClient(awsConfig(outputs)),
});
