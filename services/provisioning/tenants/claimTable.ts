import { DeleteCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { tenantNameKey } from '#events/fields.ts';
import { writeAll } from '#shared/documents.ts';
import { unless } from '#shared/errors.ts';
import type { Claim, ClaimPorts } from '../onboarding/claimTenant.ts';

const Held = z.object({ claimedBy: z.string() }).optional();

type Item = { pk: string; what: string };

const itemsOf = ({ tenantId, tenantName, pooledEmail }: Claim): Item[] => [
  { pk: `tenant#${tenantId}`, what: `tenant id ${tenantId}` },
  { pk: `name#${tenantNameKey(tenantName)}`, what: `tenant name ${tenantName}` },
  ...(pooledEmail === undefined
    ? []
    : [{ pk: `email#${pooledEmail}`, what: 'the admin e-mail address' }]),
];

/** Claims as items of one table. */
export const claimTable = (documents: DynamoDBDocumentClient, tableName: string) => {
  const whenMine = (claim: Claim) => ({
    TableName: tableName,
    ConditionExpression: 'attribute_not_exists(pk) OR claimedBy = :me',
    ExpressionAttributeValues: { ':me': claim.owner },
  });
  const holderOf = async (pk: string): Promise<string | undefined> => {
    const get = new GetCommand({ TableName: tableName, Key: { pk }, ConsistentRead: true });
    return Held.parse((await documents.send(get)).Item)?.claimedBy;
  };

  return {
    /** What of it somebody else holds now, in words; a claim may still be refused a moment later. */
    async heldByOthers(claim: Claim): Promise<string[]> {
      const held = await Promise.all(
        itemsOf(claim).map(async ({ pk, what }) => ({ what, holder: await holderOf(pk) })),
      );
      return held
        .filter(({ holder }) => holder !== undefined && holder !== claim.owner)
        .map(({ what }) => what);
    },
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
  } satisfies ClaimPorts & Record<string, unknown>;
};
