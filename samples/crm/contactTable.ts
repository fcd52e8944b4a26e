import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Fact } from './facts.ts';

/**
 * Records a fact unless a newer one of its kind is there: event ids order a tenant's events by time,
 * so duplicates and late events change nothing.
 */
export const recordIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async ({ tenantId, entry, about, eventId, fields }: Fact): Promise<void> => {
    const update = new UpdateCommand({
      TableName,
      Key: { tenantId, entry },
      UpdateExpression: 'SET #about = :fact',
      ConditionExpression: 'attribute_not_exists(#about) OR #about.eventId < :eventId',
      ExpressionAttributeNames: { '#about': about },
      ExpressionAttributeValues: { ':fact': { eventId, ...fields }, ':eventId': eventId },
    });
    try {
      await documents.send(update);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
