import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { arnOf, refTo, resourcesOf, rowsOf } from '../../../support/resources.ts';

const TWO_WEEKS = 14 * 24 * 60 * 60;

const Policy = z.object({
  Queues: z.array(z.json()),
  PolicyDocument: z.object({ Statement: z.array(z.json()) }),
});

const Queue = z.object({
  SqsManagedSseEnabled: z.boolean(),
  MessageRetentionPeriod: z.number().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.json() }).optional(),
});

const queueAt = (arn: unknown) =>
  rowsOf('AWS::SQS::Queue').find(([id]) => isDeepStrictEqual(arnOf(id), arn))?.[1];

const policiesOf = (queueId: string) =>
  resourcesOf('AWS::SQS::QueuePolicy')
    .map(({ Properties }) => Policy.parse(Properties))
    .filter(({ Queues }) => JSON.stringify(Queues) === JSON.stringify([refTo(queueId)]));

describe('every queue', () => {
  it.each(rowsOf('AWS::SQS::Queue'))(
    '%s is encrypted, and its events are kept for two weeks, here or where they go from here',
    (_, properties) => {
      const { RedrivePolicy, ...queue } = Queue.parse(properties);
      const kept = RedrivePolicy ? Queue.parse(queueAt(RedrivePolicy.deadLetterTargetArn)) : queue;

      expect(queue.SqsManagedSseEnabled).toBe(true);
      expect(kept.MessageRetentionPeriod).toBe(TWO_WEEKS);
    },
  );

  it.each(rowsOf('AWS::SQS::Queue'))('%s refuses any request without TLS', (id) => {
    const statements = policiesOf(id).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

    expect(statements).toContainEqual({
      Action: 'sqs:*',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      Resource: arnOf(id),
    });
  });
});
