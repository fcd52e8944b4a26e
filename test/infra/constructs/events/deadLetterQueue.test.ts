import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { arnOf, refTo, resourcesOf, rowsOf } from '../../../support/resources.ts';

const TWO_WEEKS = 14 * 24 * 60 * 60;

const Policy = z.object({
  Queues: z.array(z.json()),
  PolicyDocument: z.object({ Statement: z.array(z.json()) }),
});

const policiesOf = (queueId: string) =>
  resourcesOf('AWS::SQS::QueuePolicy')
    .map(({ Properties }) => Policy.parse(Properties))
    .filter(({ Queues }) => JSON.stringify(Queues) === JSON.stringify([refTo(queueId)]));

describe('every queue', () => {
  it.each(rowsOf('AWS::SQS::Queue'))(
    '%s is encrypted, and keeps for two weeks',
    (_, properties) => {
      expect(properties).toMatchObject({
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: TWO_WEEKS,
      });
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
