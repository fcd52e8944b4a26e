import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { writeAll } from '#shared/documents.ts';
import { Arrival, Delivery } from './delivery.ts';
import { deadPartition, expiry, keys } from './webhookKeys.ts';

type Table = { documents: DynamoDBDocumentClient; tableName: string };

/** It waits in its lane, and among what has come for its endpoint. */
const waiting = (TableName: string, delivery: Delivery) =>
  [
    { ...keys.waiting(delivery), ...delivery },
    { ...keys.arrival(delivery), ...Arrival.parse(delivery) },
  ].map((item) => ({
    Put: { TableName, Item: { ...item, ...expiry(new Date(delivery.since)) } },
  }));

/** Takes a delivery in, once: an endpoint that has had the event, or has it waiting, keeps that. */
export const enqueueIn =
  ({ documents, tableName: TableName }: Table) =>
  async (delivery: Delivery): Promise<void> => {
    const now = new Date(delivery.since);
    const seen = {
      Put: {
        TableName,
        Item: { ...keys.seen(delivery), ...expiry(now) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
    await writeAll(documents, [seen, ...waiting(TableName, delivery)]);
  };

/** One request takes at most this many dead letters back, so that it ends in time. */
const REDRIVEN_AT_ONCE = 100;

/** Puts dead letters of an endpoint back into their lanes, oldest first; each has all its retries again. */
export const redriveIn =
  ({ documents, tableName: TableName }: Table) =>
  async (webhookId: string, now: Date): Promise<{ redriven: number; more: boolean }> => {
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': deadPartition(webhookId) },
      Limit: REDRIVEN_AT_ONCE,
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(query);
    for (const item of Items) {
      const delivery = { ...Delivery.parse(item), since: now.toISOString(), attempts: 0 };
      const taken = {
        Delete: {
          TableName,
          Key: keys.dead(webhookId, delivery.eventId),
          ConditionExpression: 'attribute_exists(pk)',
        },
      };
      await writeAll(documents, [taken, ...waiting(TableName, delivery)]);
    }
    return { redriven: Items.length, more: LastEvaluatedKey !== undefined };
  };
