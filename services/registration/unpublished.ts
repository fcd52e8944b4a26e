import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import { z } from 'zod';
import { NewRegistration } from './registration.ts';
import { outbox } from './registrationKeys.ts';

/** One run of the relay takes at most this many; the next run takes the rest. */
const BATCH = 100;

/** Reads the outbox; registration ids are ULIDs, so the index is in the order of time. */
export const unpublishedIn =
  (documents: DynamoDBDocumentClient, tableName: string) =>
  async (before: Date): Promise<NewRegistration[]> => {
    const { Items } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: outbox.index,
        KeyConditionExpression: '#partition = :pending AND #sort < :before',
        ExpressionAttributeNames: { '#partition': outbox.partition, '#sort': outbox.sort },
        ExpressionAttributeValues: {
          ':pending': outbox.pending,
          ':before': encodeTime(before.getTime()),
        },
        Limit: BATCH,
      }),
    );
    return z.array(NewRegistration).parse(Items ?? []);
  };
