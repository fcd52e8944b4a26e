import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tenantNameKey } from '#events/fields.ts';
import { unless } from '#shared/errors.ts';
import { writeAll } from '#shared/transactions.ts';
import type { Claim, ClaimPorts } from './claimTenant.ts';

type Item = { pk: string; what: string };

const itemsOf = ({ tenantId, tenantName, pooledEmail }: Claim): Item[] => [
  { pk: `tenant#${tenantId}`, what: `tenant id ${tenantId}` },
  { pk: `name#${tenantNameKey(tenantName)}`, what: `tenant name ${tenantName}` },
  ...(pooledEmail === undefined
    ? []
    : [{ pk: `email#${pooledEmail}`, what: 'the admin e-mail address' }]),
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
      const items = itemsOf(claim);
      const puts = items.map(({ pk }) => ({
        Put: { ...whenMine(claim), Item: { pk, claimedBy: claim.owner } },
      }));
      const refused = await writeAll(documents, puts);
      return refused.flatMap((index) => items[index]?.what ?? []);
    },
    async release(claim) {
      for (const { pk } of itemsOf(claim)) {
        const release = new DeleteCommand({ ...whenMine(claim), Key: { pk } });
        await documents.send(release).catch(unless('ConditionalCheckFailedException'));
      }
    },
  };
};
