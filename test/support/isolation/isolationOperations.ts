import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

/** A table's key by attribute; the first attribute is the partition's. */
export type ItemKey = Record<string, AttributeValue>;

type Operation = (client: DynamoDBClient, TableName: string, Key: ItemKey) => Promise<unknown>;

const partition = (Key: ItemKey) => {
  const [name = '', value = { NULL: true }] = Object.entries(Key)[0] ?? [];
  return { ExpressionAttributeNames: { '#pk': name }, ExpressionAttributeValues: { ':pk': value } };
};

const operations: Record<string, Operation> = {
  GetItem: (client, TableName, Key) => client.send(new GetItemCommand({ TableName, Key })),
  PutItem: (client, TableName, Key) => client.send(new PutItemCommand({ TableName, Item: Key })),
  UpdateItem: (client, TableName, Key) => client.send(new UpdateItemCommand({ TableName, Key })),
  DeleteItem: (client, TableName, Key) => client.send(new DeleteItemCommand({ TableName, Key })),
  Query: (client, TableName, Key) =>
    client.send(
      new QueryCommand({ TableName, KeyConditionExpression: '#pk = :pk', ...partition(Key) }),
    ),
};

/** The five actions that the tenant-access role admits on a tenant's own rows. */
export const actions = Object.keys(operations);

export const ALLOWED = 'allowed';

/** What comes of a request: allowed, or the error's name. */
export const outcomeOf = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer;
    return ALLOWED;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

/** What comes of each of the five actions on one key, by action. */
export const outcomes = async (client: DynamoDBClient, TableName: string, Key: ItemKey) => {
  const found: Record<string, string> = {};
  for (const [name, run] of Object.entries(operations)) {
    found[name] = await outcomeOf(run(client, TableName, Key));
  }
  return found;
};

/** All five actions with one outcome. */
export const each = (outcome: string): Record<string, string> =>
  Object.fromEntries(actions.map((action) => [action, outcome]));
