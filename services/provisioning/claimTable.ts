import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tenantNameKey } from '#events/fields.ts';
import { unless } from '#shared/errors.ts';
import { writeAll } from '#shared/transactions.ts';
import type { Claim, ClaimPorts } from './claimTenant.ts';

const keysOf = (claim: Claim) => [
  { pk: `tenant#${claim.tenantId}` },
  { pk: `name#${tenantNameKey(claim.tenantName)}` },
];

/** Claims as items of one table. */
export const claimTable = (documents: DynamoDBDocumentClient, tableName: string): ClaimPorts => {
  const whenMine = (claim: Claim) => ({
    TableName: tableName,
    ConditionExpression: 'attribute_not_exists(pk) OR claimedBy = :me',
    ExpressionAttributeValues: { ':me': claim.owner },
  });
  return {
    async claim(claim) {
      const puts = keysOf(claim).map((key) => ({
        Put: { ...whenMine(claim), Item: { ...key, claimedBy: claim.owner } },
      }));
      return writeAll(documents, puts);
    },
    async release(claim) {
      for (const Key of keysOf(claim)) {
        const release = new DeleteCommand({ ...whenMine(claim), Key });
        await documents.send(release).catch(unless('ConditionalCheckFailedException'));
      }
    },
  };
};
