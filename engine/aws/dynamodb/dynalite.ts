import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Item, Path } from './attributeValue.ts';
import type { Expression } from './items/condition.ts';
import { checkNesting } from './items/nesting.ts';
import { rememberExpressions } from './items/parsedExpressions.ts';
import type { Section } from './items/updateSections.ts';
import type { Table } from './tables/table.ts';

/** A request of an item operation as dynalite has checked and parsed it. */
export type Request = {
  TableName: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  ExclusiveStartKey?: Item;
  ExpressionAttributeValues?: Item;
  ScanIndexForward?: boolean;
  Select?: string;
  ConditionalOperator?: string;
  /** Of a query: also what its expression says, by attribute name. */
  KeyConditions?: Record<string, { AttributeValueList: JsonObject[] }>;
  AttributesToGet?: string[];
  ReturnConsumedCapacity?: string;
  _condition?: { expression: Expression };
  _filter?: { expression: Expression };
  _projection?: { paths?: (string | Path)[] };
  _updates?: { sections: Section[] };
};

/** A parsed BatchGetItem: what to read of each table. */
export type BatchGet = {
  RequestItems: Record<string, Omit<Request, 'TableName'> & { Keys: Item[] }>;
  ReturnConsumedCapacity?: string;
};

/** A parsed BatchWriteItem: each table's writes. */
export type BatchWrite = {
  RequestItems: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
  ReturnConsumedCapacity?: string;
};

export type Callback<T> = (error: unknown, value?: T) => void;

/** The bounds of a range of keys, as dynalite computes them. */
export type Bounds = {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
};

/** What dynalite's actions want of a table's items or of an index. */
export type ItemDb = {
  lock(key: string, run: (release: <F>(callback: F) => F) => void): void;
  get(key: string, callback: Callback<Item>): void;
  put(key: string, item: Item, callback: Callback<void>): void;
  del(key: string, callback: Callback<void>): void;
  createValueStream(bounds: Bounds): Readable;
};

/** What dynalite's actions want of the storage below them. */
export type ActionStore = {
  options: { maxItemSize: number };
  getTable(name: string, callback: Callback<Table>): void;
  getItemDb(table: string): ItemDb;
  getIndexDb(kind: string, table: string, index: string): ItemDb;
};

/** Those of dynalite's actions that run unchanged on the engine's own storage. */
export type ActionName = 'getItem' | 'putItem' | 'updateItem' | 'deleteItem' | 'query' | 'scan';

/** What an action answers. */
export type Answer = {
  Item?: Item;
  Items?: Item[];
  Attributes?: Item;
  LastEvaluatedKey?: Item;
  Count?: number;
  ScannedCount?: number;
  ConsumedCapacity?: { CapacityUnits: number; TableName: string };
};

type Action = (store: ActionStore, request: Request, done: Callback<Answer>) => void;
type Rules = { types: unknown; custom: unknown };
type Checked = Request & BatchGet & BatchWrite & JsonObject;

type Validations = {
  checkTypes(data: unknown, types: unknown): Checked;
  checkValidations(data: unknown, types: unknown, custom: unknown, store: unknown): void;
};

const load = createRequire(import.meta.url);
rememberExpressions();
const validations: Validations = load('dynalite/validations');
const rulesOf = (operation: string): Rules => load(`dynalite/validations/${operation}`);
const actionNamed = (name: ActionName): Action => load(`dynalite/actions/${name}`);

/** The largest item that DynamoDB keeps, in bytes. */
export const MAX_ITEM_SIZE = 409_600;

const Failure = z.object({
  body: z.object({
    __type: z.string(),
    message: z.string().optional(),
    Message: z.string().optional(),
  }),
});

/** dynalite's errors as AWS's; anything else is given back unchanged. */
export const awsError = (error: unknown): unknown => {
  const failure = Failure.safeParse(error);
  if (error instanceof AwsError || !failure.success) return error;
  const { __type, message, Message } = failure.data.body;
  return new AwsError(__type.split('#').at(-1) ?? __type, message ?? Message ?? '');
};

const checked = (operation: string, input: JsonObject): Checked => {
  const { types, custom } = rulesOf(operation);
  try {
    const data = validations.checkTypes(JSON.parse(JSON.stringify(input)), types);
    validations.checkValidations(data, types, custom, { options: { maxItemSize: MAX_ITEM_SIZE } });
    checkNesting(data.ExpressionAttributeValues ?? {});
    return data;
  } catch (error) {
    throw awsError(error);
  }
};

/** Checks an item operation's input and parses its expressions. Throws what AWS would answer. */
export const parse = (operation: ActionName, input: JsonObject): Request =>
  checked(operation, input);

/** The same for BatchGetItem. */
export const parseBatchGet = (input: JsonObject): BatchGet => checked('batchGetItem', input);

/** The same for BatchWriteItem. */
export const parseBatchWrite = (input: JsonObject): BatchWrite => checked('batchWriteItem', input);

/** Checks the shape of a table as CreateTable does. */
export const checkTable = (input: JsonObject): JsonObject => checked('createTable', input);

/** Runs one of dynalite's actions. */
export const act = (name: ActionName, store: ActionStore, request: Request) =>
  new Promise<Answer>((resolve, reject) => {
    actionNamed(name)(store, request, (error, answer) =>
      error ? reject(awsError(error)) : resolve(answer ?? {}),
    );
  });
