import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import type { Product } from '../product.ts';

/** The product's tables and routes, as the account's root sees and changes them. */
export const isolationTables = async ({ sdk }: Pick<Product, 'sdk'>) => {
  const root = new DynamoDBClient(sdk);
  const names: string[] = [];
  for await (const page of paginateListTables({ client: root }, {})) {
    names.push(...(page.TableNames ?? []));
  }
  const named = (pattern: RegExp): string => {
    const [found, ...more] = names.filter((name) => pattern.test(name));
    if (!found || more.length > 0) throw new Error(`not one table is called ${pattern}`);
    return found;
  };
  const TableName = named(/RoutingTable/);
  const Key = (tenantId: string) => ({ tenantId: { S: tenantId } });
  return {
    root,
    names,
    pooled: named(/PooledTable/),
    /** One field of a tenant's route. */
    async routeOf(tenantId: string, field: string): Promise<string> {
      const { Item } = await root.send(new GetItemCommand({ TableName, Key: Key(tenantId) }));
      return Item?.[field]?.S ?? '';
    },
    deleteRoute: (tenantId: string) =>
      root.send(new DeleteItemCommand({ TableName, Key: Key(tenantId) })),
  };
};
