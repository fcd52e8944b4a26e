import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { StandingRoute } from './route.ts';

const names = Object.fromEntries(
  Object.keys(StandingRoute.shape).map((name) => [`#${name}`, name]),
);

/** Never reads a tenant's API key. */
const visible = {
  ProjectionExpression: Object.keys(names).join(', '),
  ExpressionAttributeNames: names,
};

/** Reads tenants' routes as they are at this moment; throws when one breaks its schema. */
export const latestRoute =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (tenantId: string): Promise<StandingRoute | undefined> => {
    const get = { TableName, Key: { tenantId }, ConsistentRead: true };
    const { Item } = await documents.send(new GetCommand({ ...get, ...visible }));
    return Item && StandingRoute.parse(Item);
  };
