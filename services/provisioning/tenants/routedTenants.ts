import { type DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { TenantView } from './tenants.function.ts';
import type { TenantPorts } from './tenants.ts';

const names = Object.fromEntries(Object.keys(TenantView.shape).map((name) => [`#${name}`, name]));

/** Never reads a tenant's API key. */
const visible = {
  ProjectionExpression: Object.keys(names).join(', '),
  ExpressionAttributeNames: names,
};

const Key = z.object({ tenantId: z.string() }).optional();

/** Tenants as the routing table has them. */
export const routedTenants = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): TenantPorts => ({
  async get(tenantId) {
    const get = new GetCommand({ TableName, Key: { tenantId }, ...visible });
    const { Item } = await documents.send(get);
    return Item && TenantView.parse(Item);
  },
  async list({ limit, after }) {
    const scan = new ScanCommand({
      TableName,
      Limit: limit,
      ...visible,
      ...(after !== undefined && { ExclusiveStartKey: { tenantId: after } }),
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(scan);
    return {
      tenants: z.array(TenantView).parse(Items),
      last: Key.parse(LastEvaluatedKey)?.tenantId,
    };
  },
});
