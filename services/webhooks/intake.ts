import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { writeAll } from '#shared/documents.ts';
import { Delivery, type Lane } from './delivery.ts';
import { deadPartition, dueAt, expiry, keys } from './webhookKeys.ts';

type Table = { documents: DynamoDBDocumentClient; tableName: string };

const laneOf = ({ webhookId, tenantId }: Delivery): Lane => ({ webhookId, tenantId });

/** One more waits in a lane. A lane that waits for its next attempt goes on waiting. */
const arrival = (TableName: string, delivery: Delivery, now: Date) => ({
  Update: {
    TableName,
    Key: keys.lane(laneOf(delivery)),
    UpdateExpression:
      'SET tenantId = :tenant, dueFor = :webhook, due = if_not_exists(due, :due), expiresAt = :end ADD arrivals :one',
    ExpressionAttributeValues: {
      ':tenant': delivery.tenantId,
      ':webhook': delivery.webhookId,
      ':due': dueAt(now, delivery.tenantId),
      ':end': expiry(now).expiresAt,
      ':one': 1,
    },
  },
});

const waiting = (TableName: string, delivery: Delivery, now: Date) => ({
  Put: { TableName, Item: { ...keys.waiting(delivery), ...delivery, ...expiry(now) } },
});

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
    await writeAll(documents, [
      seen,
      waiting(TableName, delivery, now),
      arrival(TableName, delivery, now),
    ]);
  };

/** One request takes at most this many dead letters back, so that it ends in time. */
const REDRIVEN_AT_ONCE = 100;

/** Puts dead letters of an endpoint back into their lanes, oldest first, with all retries anew. */
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
      await writeAll(documents, [
        taken,
        waiting(TableName, delivery, now),
        arrival(TableName, delivery, now),
      ]);
    }
    return { redriven: Items.length, more: LastEvaluatedKey !== undefined };
  };
