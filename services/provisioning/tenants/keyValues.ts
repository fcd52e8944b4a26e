import { randomBytes } from 'node:crypto';
import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf } from '#shared/documents.ts';
import { PermanentError, refused, valueWhen } from '#shared/errors.ts';
import type { KeyOf, KeyValues } from '../onboarding/createApiKey.ts';

/** API Gateway takes 20 to 128 letters and digits. */
const VALUE_BYTES = 20;

const Kept = z.object({ keyValue: z.string() });

const rowKey = ({ tenantId }: KeyOf) => ({ pk: `apiKey#${tenantId}` });

const othersRow = valueWhen(undefined, 'ConditionalCheckFailedException');

/** The values of tenants' API keys, kept among the claims: secrets, so they go into no event or log. */
export const keyValues = (documents: DynamoDBDocumentClient, TableName: string): KeyValues => {
  const read = itemOf(documents, TableName);
  return {
    async valueFor(key) {
      const update = new UpdateCommand({
        TableName,
        Key: rowKey(key),
        UpdateExpression: 'SET keptFor = :me, keyValue = if_not_exists(keyValue, :fresh)',
        ConditionExpression: 'attribute_not_exists(pk) OR keptFor = :me',
        ExpressionAttributeValues: {
          ':me': key.owner,
          ':fresh': randomBytes(VALUE_BYTES).toString('hex'),
        },
        ReturnValues: 'ALL_NEW',
      });
      const kept = await documents.send(update).catch(othersRow);
      if (!kept) throw new PermanentError(`tenant ${key.tenantId} is another registration's`);
      return Kept.parse(kept.Attributes).keyValue;
    },
    async read(key) {
      const row = await read(rowKey(key));
      if (row?.['keptFor'] !== key.owner) {
        throw new PermanentError(`no value is kept for the API key of tenant ${key.tenantId}`);
      }
      return Kept.parse(row).keyValue;
    },
    async forget(key) {
      const remove = new DeleteCommand({
        TableName,
        Key: rowKey(key),
        ConditionExpression: 'attribute_not_exists(pk) OR keptFor = :me',
        ExpressionAttributeValues: { ':me': key.owner },
      });
      await documents.send(remove).catch(refused);
    },
  };
};
