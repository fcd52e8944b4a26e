import type { Permission, PermissionsOf } from '../../../iam/access.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../kernel/json.ts';
import { type Context, tableArn, tableName } from '../context.ts';
import { parsed } from '../items/writeItem.ts';
import type { Table } from '../tables/table.ts';
import { itemKeys, leadingKeys, readKeys, writeKeys } from './itemKeys.ts';

type Target = { table: Table | undefined; arn: string };

const targetOf = async (context: Context, given: Json | undefined): Promise<Target> => {
  const name = tableName(context.engine, typeof given === 'string' ? given : '');
  return { table: await context.tables.get(name), arn: tableArn(context.engine, name) };
};

/** By what field an action names its item: any other one must not count. */
const namedItem = (action: string, input: JsonObject): Json | undefined =>
  action === 'PutItem' ? input['Item'] : input['Key'];

const oneItem =
  (context: Context, action: string, more: typeof readKeys): PermissionsOf =>
  async (input) => {
    const { table, arn } = await targetOf(context, input['TableName']);
    const leading = leadingKeys(table, [namedItem(action, input)]);
    const keys = { ...itemKeys(input, leading), ...more(input) };
    return [{ action: `dynamodb:${action}`, resource: arn, keys }];
  };

const indexArn = (arn: string, index: Json | undefined): string =>
  typeof index === 'string' ? `${arn}/index/${index}` : arn;

/** The partition's value, read by the parser that also finds the items. */
const query =
  (context: Context): PermissionsOf =>
  async (input) => {
    const { table, arn } = await targetOf(context, input['TableName']);
    const { KeyConditions = {} } = parsed(context, 'query', input);
    const key = Object.fromEntries(
      Object.entries(KeyConditions).map(([name, { AttributeValueList }]) => [
        name,
        AttributeValueList[0],
      ]),
    );
    const leading = leadingKeys(table, [key], input['IndexName']);
    const keys = { ...itemKeys(input, leading), ...readKeys(input) };
    return [{ action: 'dynamodb:Query', resource: indexArn(arn, input['IndexName']), keys }];
  };

/** A scan has no leading keys. */
const scan =
  (context: Context): PermissionsOf =>
  async (input) => {
    const { arn } = await targetOf(context, input['TableName']);
    const keys = { ...itemKeys(input, []), ...readKeys(input) };
    return [{ action: 'dynamodb:Scan', resource: indexArn(arn, input['IndexName']), keys }];
  };

const objectsIn = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

const entriesOf = (value: Json | undefined): [string, Json | undefined][] =>
  isJsonObject(value) ? Object.entries(value) : [];

const batchGet =
  (context: Context): PermissionsOf =>
  (input) =>
    Promise.all(
      entriesOf(input['RequestItems']).map(async ([name, value]): Promise<Permission> => {
        const { table, arn } = await targetOf(context, name);
        const request = isJsonObject(value) ? value : {};
        const leading = leadingKeys(table, objectsIn(request['Keys']));
        const keys = { ...itemKeys(request, leading), ...readKeys(request) };
        return { action: 'dynamodb:BatchGetItem', resource: arn, keys };
      }),
    );

const writtenBy = (write: JsonObject): (Json | undefined)[] => {
  const { PutRequest: put, DeleteRequest: remove } = write;
  return [
    ...(isJsonObject(put) ? [put['Item']] : []),
    ...(isJsonObject(remove) ? [remove['Key']] : []),
  ];
};

const batchWrite =
  (context: Context): PermissionsOf =>
  (input) =>
    Promise.all(
      entriesOf(input['RequestItems']).map(async ([name, value]): Promise<Permission> => {
        const { table, arn } = await targetOf(context, name);
        const written = objectsIn(value).flatMap(writtenBy);
        const Item = Object.assign({}, ...written.filter(isJsonObject));
        const keys = itemKeys({ ...input, Item }, leadingKeys(table, written));
        return { action: 'dynamodb:BatchWriteItem', resource: arn, keys };
      }),
    );

/** A transaction needs the permission of each action in it. */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

const transaction =
  (context: Context, operation: string): PermissionsOf =>
  async (input) => {
    const parts = objectsIn(input['TransactItems']).flatMap((item) => Object.entries(item));
    const asked = parts.map(([kind, part]) => {
      const action = TRANSACTION_ACTIONS[kind];
      if (action === undefined || !isJsonObject(part)) return [];
      const more = action === 'GetItem' ? readKeys : writeKeys;
      return oneItem(context, action, more)(part, { kind: 'anonymous' });
    });
    return (await Promise.all(asked)).flat().map((permission) => ({
      ...permission,
      keys: { ...permission.keys, 'dynamodb:EnclosingOperation': operation },
    }));
  };

/** Permissions of the operations on items. */
export const itemAccess = (context: Context): Readonly<Record<string, PermissionsOf>> => ({
  GetItem: oneItem(context, 'GetItem', readKeys),
  PutItem: oneItem(context, 'PutItem', writeKeys),
  UpdateItem: oneItem(context, 'UpdateItem', writeKeys),
  DeleteItem: oneItem(context, 'DeleteItem', writeKeys),
  Query: query(context),
  Scan: scan(context),
  BatchGetItem: batchGet(context),
  BatchWriteItem: batchWrite(context),
  TransactGetItems: transaction(context, 'TransactGetItems'),
  TransactWriteItems: transaction(context, 'TransactWriteItems'),
});
