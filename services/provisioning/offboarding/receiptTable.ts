import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { itemOf } from '#shared/documents.ts';
import { PermanentError, refused } from '#shared/errors.ts';
import { ErasureReceipt, type Receipts } from './erasureReceipt.ts';

type Change = {
  expression: string;
  condition: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
};

const changing =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  (tenantId: string, { expression, condition, names, values }: Change): Promise<boolean> => {
    const update = new UpdateCommand({
      TableName,
      Key: { tenantId },
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    });
    return documents.send(update).then(() => true, refused);
  };

/** Erasure receipts as items of one table. */
export const receiptTable = (documents: DynamoDBDocumentClient, TableName: string): Receipts => {
  const read = itemOf(documents, TableName);
  const change = changing(documents, TableName);
  return {
    async get(tenantId) {
      const Item = await read({ tenantId });
      return Item && ErasureReceipt.parse(Item);
    },
    async begin(receipt) {
      const { tenantId, operationId } = receipt;
      const ConditionExpression = 'attribute_not_exists(tenantId)';
      const put = new PutCommand({ TableName, Item: receipt, ConditionExpression });
      if (await documents.send(put).then(() => true, refused)) return;
      if ((await read({ tenantId }))?.['operationId'] === operationId) return;
      throw new PermanentError(`tenant ${tenantId} was erased by another operation`);
    },
    async count({ tenantId, operationId }, kind, more) {
      if (more === 0) return;
      await change(tenantId, {
        expression: 'ADD erased.#kind :more',
        condition: 'operationId = :me',
        names: { '#kind': kind },
        values: { ':more': more, ':me': operationId },
      });
    },
    async complete({ tenantId, operationId }, at) {
      await change(tenantId, {
        expression: 'SET #at = if_not_exists(#at, :at)',
        condition: 'operationId = :me',
        names: { '#at': 'offboardedAt' },
        values: { ':at': at.toISOString(), ':me': operationId },
      });
    },
    answer: ({ tenantId, offboardedEventId }, by, said) =>
      change(tenantId, {
        expression: 'SET parties.#by = if_not_exists(parties.#by, :said)',
        condition: 'offboardedEventId = :event',
        names: { '#by': by },
        values: { ':said': said, ':event': offboardedEventId },
      }),
  };
};
