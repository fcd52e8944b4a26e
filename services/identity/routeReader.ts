import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Route } from '#shared/route.ts';

/** Reads tenants' routes. */
export const routeReader =
  (documents: DynamoDBDocumentClient, tableName: string) =>
  async (tenantId: string): Promise<Route | undefined> => {
    const get = new GetCommand({ TableName: tableName, Key: { tenantId } });
    const { Item } = await documents.send(get);
    return Item && Route.parse(Item);
  };
