import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { clientDefaults } from './clients.ts';
import { TransientError } from './errors.ts';

/** A client for tables in plain JavaScript values; absent fields are left out. */
export const documentClient = (
  options: Pick<DynamoDBClientConfig, 'credentials'> = {},
): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ ...clientDefaults, ...options }), {
    marshallOptions: { removeUndefinedValues: true },
  });

/** Reads items of a table consistently. */
export const itemOf =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (Key: Record<string, string>): Promise<Record<string, unknown> | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

/**
 * Reads up to 100 items of a table consistently in one call, in no order; no two keys may be the same.
 * TransientError when DynamoDB is too busy to answer all of them.
 */
export const itemsOf =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (Keys: Record<string, string>[]): Promise<Record<string, unknown>[]> => {
    if (Keys.length === 0) return [];
    const RequestItems = { [TableName]: { Keys, ConsistentRead: true } };
    const answer = await documents.send(new BatchGetCommand({ RequestItems }));
    const left = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
    if (left.length > 0) throw new TransientError(`${left.length} keys of ${TableName} are left`);
    return answer.Responses?.[TableName] ?? [];
  };

/** Puts up to 25 rows of different keys into a table, whatever was there. TransientError when DynamoDB left some out. */
export const putAll = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> => {
  const puts = rows.map((Item) => ({ PutRequest: { Item } }));
  const batch = new BatchWriteCommand({ RequestItems: { [TableName]: puts } });
  const left = (await documents.send(batch)).UnprocessedItems?.[TableName] ?? [];
  if (left.length > 0) throw new TransientError(`${left.length} rows of ${TableName} are left`);
};

type TransactItems = ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems'];

/** One write of a transaction. */
export type TransactItem = NonNullable<TransactItems>[number];

/**
 * Writes all or nothing. Answers which items' conditions refused it, by their place: none when it was
 * written. TransientError when it met another write.
 */
export const writeAll = async (
  documents: DynamoDBDocumentClient,
  TransactItems: TransactItems,
): Promise<number[]> => {
  try {
    await documents.send(new TransactWriteCommand({ TransactItems }));
    return [];
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = error.CancellationReasons?.map((reason) => reason.Code) ?? [];
    const refused = codes.flatMap((code, index) =>
      code === 'ConditionalCheckFailed' ? [index] : [],
    );
    if (refused.length > 0) return refused;
    throw new TransientError(`transaction cancelled: ${codes.join(', ')}`, { cause: error });
  }
};
