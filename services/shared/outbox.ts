import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import * as z from 'zod';

/** The index of a table's rows that still have to go out; its sort key is a ULID. */
export type OutboxIndex = Readonly<Record<'index' | 'partition' | 'sort' | 'pending', string>>;

/** One run of a relay takes at most this many; the next run takes the rest. */
const BATCH = 100;

/** Reads an outbox: rows from before a time that are still pending, oldest first. */
export const pendingIn =
  <Row>(
    documents: DynamoDBDocumentClient,
    TableName: string,
    { outbox, row }: { outbox: OutboxIndex; row: z.ZodType<Row> },
  ) =>
  async (before: Date): Promise<Row[]> => {
    const { Items } = await documents.send(
      new QueryCommand({
        TableName,
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
    return z.array(row).parse(Items ?? []);
  };
