import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Ledger } from './billTenant.ts';

/** The ledger in a table of its own, one item a tenant. */
export const ledgerTable = (documents: DynamoDBDocumentClient, TableName: string): Ledger => ({
  async has(tenantId) {
    const get = new GetCommand({ TableName, Key: { tenantId }, ConsistentRead: true });
    return (await documents.send(get)).Item !== undefined;
  },
  async add(Item) {
    const ConditionExpression = 'attribute_not_exists(tenantId)';
    try {
      await documents.send(new PutCommand({ TableName, Item, ConditionExpression }));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
});
