import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf } from '#shared/documents.ts';
import type { DeliverPorts } from './deliver.ts';
import { Arrival, Delivery, HeldLane } from './delivery.ts';
import { arrivals, dueIndex, keys, timeOf } from './webhookKeys.ts';

const Due = z.object({ due: z.string() });

/** The lanes of the webhook table, for those who look what waits for an endpoint. */
export const laneTable = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): Pick<DeliverPorts, 'arrivals' | 'held' | 'heldUntil' | 'first'> => ({
  async arrivals(webhookId, Limit) {
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': arrivals(webhookId) },
      ConsistentRead: true,
      Limit,
    });
    return z.array(Arrival).parse((await documents.send(query)).Items ?? []);
  },
  async held(webhookId, Limit) {
    const query = new QueryCommand({
      TableName,
      IndexName: dueIndex.index,
      KeyConditionExpression: '#partition = :webhook',
      ExpressionAttributeNames: { '#partition': dueIndex.partition },
      ExpressionAttributeValues: { ':webhook': webhookId },
      Limit,
    });
    const rows = z.array(HeldLane).parse((await documents.send(query)).Items ?? []);
    return rows.map(({ tenantId, due }) => ({ tenantId, due: timeOf(due) }));
  },
  async heldUntil(lane) {
    const row = await itemOf(documents, TableName)(keys.held(lane));
    return row && timeOf(Due.parse(row).due);
  },
  async first(lane) {
    const { pk, sk } = keys.waitingIn(lane);
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :waiting)',
      ExpressionAttributeValues: { ':pk': pk, ':waiting': sk },
      ConsistentRead: true,
      Limit: 1,
    });
    const { Items = [] } = await documents.send(query);
    return Items[0] && Delivery.parse(Items[0]);
  },
});
