import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { logger } from '#shared/logger.ts';
import { Route } from '#shared/route.ts';

/** Reads tenants' routes. One that makes no sense here is no route: its requests are denied. */
export const routeReader =
  (documents: DynamoDBDocumentClient, tableName: string) =>
  async (tenantId: string): Promise<Route | undefined> => {
    const get = new GetCommand({ TableName: tableName, Key: { tenantId }, ConsistentRead: true });
    const { Item } = await documents.send(get);
    if (!Item) return undefined;
    const { data, error } = Route.safeParse(Item);
    if (error) logger.error('route breaks its schema', { tenantId, error });
    return data;
  };
