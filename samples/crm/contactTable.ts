import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Fact } from './facts.ts';

/**
 * Records a fact unless a newer one of its kind is there: the sequence of events orders a tenant's,
 * so duplicates and late events change nothing.
 */
export const recordIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async ({ tenantId, entry, about, sequence, fields }: Fact): Promise<void> => {
    const update = new UpdateCommand({
      TableName,
      Key: { tenantId, entry },
      UpdateExpression: 'SET #about = :fact',
      ConditionExpression: 'attribute_not_exists(#about) OR #about.#sequence < :sequence',
      ExpressionAttributeNames: { '#about': about, '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':fact': { sequence, ...fields }, ':sequence': sequence },
    });
    try {
      await documents.send(update);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
