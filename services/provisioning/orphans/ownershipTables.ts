import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { refused } from '#shared/errors.ts';
import type { OwnedClaim, OwnedRoute, Ownership } from './orphans.ts';

const Route = z.object({
  tenantId: z.string(),
  userPoolId: z.string(),
  appClientId: z.string(),
  apiKeyId: z.string(),
  tableName: z.string(),
  writtenFor: z.string(),
  firstUserEventId: z.string().optional(),
});

const Claim = z.object({ pk: z.string(), claimedBy: z.string() });

/** Never reads a tenant's API key. */
const routeFields = { ProjectionExpression: Object.keys(Route.shape).join(', ') };

/** The routing and the claim table, for whoever compares them with what there is. */
export const ownershipTables = (
  documents: DynamoDBDocumentClient,
  tables: { routes: string; claims: string },
): Ownership => {
  const all = async <Row>(
    TableName: string,
    schema: z.ZodType<Row>,
    more: { ProjectionExpression?: string } = {},
  ): Promise<Row[]> => {
    const scan = { TableName, ConsistentRead: true, ...more };
    const rows: Row[] = [];
    for await (const { Items } of paginateScan({ client: documents }, scan)) {
      rows.push(...z.array(schema).parse(Items ?? []));
    }
    return rows;
  };
  const remove = async (
    TableName: string,
    Key: Record<string, string>,
    { condition, owner }: { condition: string; owner: string },
  ) => {
    const gone = new DeleteCommand({
      TableName,
      Key,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ':owner': owner },
    });
    await documents.send(gone).catch(refused);
  };
  return {
    routes: () => all<OwnedRoute>(tables.routes, Route, routeFields),
    async routeOf(tenantId) {
      const get = { TableName: tables.routes, Key: { tenantId }, ConsistentRead: true };
      const { Item } = await documents.send(new GetCommand({ ...get, ...routeFields }));
      return Item && Route.parse(Item);
    },
    claims: () => all<OwnedClaim>(tables.claims, Claim),
    async claimantOf(tenantId) {
      const Key = { pk: `tenant#${tenantId}` };
      const get = new GetCommand({ TableName: tables.claims, Key, ConsistentRead: true });
      const { Item } = await documents.send(get);
      return Item && Claim.parse(Item).claimedBy;
    },
    removeRoute: (tenantId, owner) => {
      const condition = 'writtenFor = :owner AND attribute_not_exists(firstUserEventId)';
      return remove(tables.routes, { tenantId }, { condition, owner });
    },
    removeClaim: (pk, owner) =>
      remove(tables.claims, { pk }, { condition: 'claimedBy = :owner', owner }),
  };
};
