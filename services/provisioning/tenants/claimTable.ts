import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { writeAll } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import type { Claim, ClaimPorts } from '../onboarding/claimTenant.ts';
import { claimedItems, claiming, passingItems, rowsOf, tenantKey, whenMine } from './claims.ts';

const Held = z.object({ claimedBy: z.string() }).optional();

/** Claims as items of one table. */
export const claimTable = (documents: DynamoDBDocumentClient, TableName: string) => {
  const read = rowsOf(documents, TableName);
  const holderOf = async (Key: { pk: string }): Promise<string | undefined> =>
    Held.parse(await read(Key))?.claimedBy;

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
    async claim(claim) {
      const items = claimedItems(claim);
      const refused = await writeAll(documents, claiming(TableName, claim));
      return refused.flatMap((index) => items[index]?.what ?? []);
    },
    async release(claim) {
      for (const { pk } of passingItems(claim)) {
        const release = new DeleteCommand({ ...whenMine(TableName, claim), Key: { pk } });
        await documents.send(release).catch(refused);
      }
    },
  } satisfies ClaimPorts & Record<string, unknown>;
};
