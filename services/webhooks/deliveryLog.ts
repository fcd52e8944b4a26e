import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DeliveryPorts } from './deliveries.ts';
import { Attempt } from './delivery.ts';
import { deadPartition, logPartition } from './webhookKeys.ts';

const partitions = { attempts: logPartition, dead: deadPartition };

/** Reads an endpoint's log, or its dead letters, from the webhook table. */
export const deliveryLogIn =
  (documents: DynamoDBDocumentClient, TableName: string): DeliveryPorts['log'] =>
  async (webhookId, of, { limit, after }) => {
    const pk = partitions[of](webhookId);
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(query);
    const last = LastEvaluatedKey?.['sk'];
    return {
      entries: Items.map((item) => Attempt.parse(item)),
      last: typeof last === 'string' ? last : undefined,
    };
  };
