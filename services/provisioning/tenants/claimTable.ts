import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import type { Claim, ClaimPorts } from '../onboarding/claimTenant.ts';
import { claimedItems, claiming, passingItem, tenantKey, whenMine } from './claims.ts';

const Held = z.object({ claimedBy: z.string() });
const Claims = z.array(Held.extend({ pk: z.string() }));

/** Claims as items of one table. */
export const claimTable = (documents: DynamoDBDocumentClient, TableName: string) => {
  const read = itemOf(documents, TableName);
  const holderOf = async (Key: { pk: string }): Promise<string | undefined> =>
    Held.optional().parse(await read(Key))?.claimedBy;

  return {
    /** What of it somebody else holds now, in words; a claim may still be refused a moment later. */
    async heldByOthers(claim: Claim): Promise<string[]> {
      const held = await Promise.all(
        claimedItems(claim).map(async ({ pk, what }) => ({ what, holder: await holderOf({ pk }) })),
      );
      return held
        .filter(({ holder }) => holder !== undefined && holder !== claim.owner)
        .map(({ what }) => what);
    },
    claimantOf: (tenantId: string) => holderOf(tenantKey(tenantId)),
    /** All claims of all owners, each read consistently. */
    async all(): Promise<z.infer<typeof Claims>> {
      const claims: z.infer<typeof Claims> = [];
      const scan = { TableName, ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client: documents }, scan)) {
        claims.push(...Claims.parse(Items.filter(({ claimedBy }) => claimedBy !== undefined)));
      }
      return claims;
    },
    /** Removes a claim if it is still this owner's. */
    async remove(pk: string, owner: string): Promise<void> {
      const remove = new DeleteCommand({ ...whenMine(TableName, { owner }), Key: { pk } });
      await documents.send(remove).catch(refused);
    },
    /** Notes that the tenant of this id has left: nobody has it again, its owner neither. */
    async end(tenantId: string, owner: string, operationId: string): Promise<void> {
      const update = new UpdateCommand({
        TableName,
        Key: tenantKey(tenantId),
        UpdateExpression: 'SET endedBy = :operation',
        ConditionExpression: 'claimedBy = :me',
        ExpressionAttributeValues: { ':operation': operationId, ':me': owner },
      });
      await documents.send(update).catch(refused);
    },
    /** Whether the tenant of this id has left. */
    hasEnded: async (tenantId: string): Promise<boolean> =>
      (await read(tenantKey(tenantId)))?.['endedBy'] !== undefined,
    async claim(claim) {
      const items = claimedItems(claim);
      const refused = await writeAll(documents, claiming(TableName, claim));
      return refused.flatMap((index) => items[index]?.what ?? []);
    },
    async release(claim) {
      const { pk } = passingItem(claim);
      const release = new DeleteCommand({ ...whenMine(TableName, claim), Key: { pk } });
      await documents.send(release).catch(refused);
    },
  } satisfies ClaimPorts & Record<string, unknown>;
};
