import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Ledger, LedgerEntry } from './billing.ts';

const Line: z.ZodType<LedgerEntry> = z.object({
  tenantId: z.string(),
  eventId: z.string(),
  sequence: z.int(),
  status: z.enum(['billed', 'paused', 'closed']),
  customerId: z.string().exactOptional(),
  tier: z.string().exactOptional(),
  billedFrom: z.string().exactOptional(),
});

/** That the item is still the one that was read. */
const unchanged = (from: LedgerEntry | undefined) => {
  if (!from) return { ConditionExpression: 'attribute_not_exists(tenantId)' };
  const { eventId, customerId } = from;
  const sameCustomer =
    customerId === undefined ? 'attribute_not_exists(customerId)' : 'customerId = :customerId';
  return {
    ConditionExpression: `eventId = :eventId AND ${sameCustomer}`,
    ExpressionAttributeValues: {
      ':eventId': eventId,
      ...(customerId !== undefined && { ':customerId': customerId }),
    },
  };
};

/** The ledger in a table of its own, one item a tenant. */
export const ledgerTable = (documents: DynamoDBDocumentClient, TableName: string): Ledger => ({
  async get(tenantId) {
    const get = new GetCommand({ TableName, Key: { tenantId }, ConsistentRead: true });
    const { Item } = await documents.send(get);
    return Item && Line.parse(Item);
  },
  async change(from, Item) {
    try {
      await documents.send(new PutCommand({ TableName, Item, ...unchanged(from) }));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return false;
    }
  },
});
