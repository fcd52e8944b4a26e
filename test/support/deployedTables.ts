import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Product } from './product.ts';

const deployedName = async (client: DynamoDBClient, part: string): Promise<string> => {
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    const found = TableNames.find((name) => name.includes(part));
    if (found !== undefined) return found;
  }
  throw new Error(`no table is called ${part}`);
};

/** The deployed table of which this is a part of the name. */
export const deployedTable = async ({ sdk }: Product, part: string) => {
  const client = new DynamoDBClient(sdk);
  const TableName = await deployedName(client, part);
  const documents = DynamoDBDocumentClient.from(client);
  return {
    name: TableName,
    documents,
    has: async (Key: Record<string, string>): Promise<boolean> =>
      (await documents.send(new GetCommand({ TableName, Key }))).Item !== undefined,
    get: async (Key: Record<string, string>) =>
      (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item,
    put: (Item: object) => documents.send(new PutCommand({ TableName, Item })),
  };
};
