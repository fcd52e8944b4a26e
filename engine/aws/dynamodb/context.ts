import { AwsError } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Collection } from '../../kernel/store.ts';
import type { ItemStore } from './items/itemStore.ts';
import type { Locks } from './locks.ts';
import type { Table } from './tables/table.ts';

/** What every DynamoDB operation works on. Whoever changes a table or its items holds its lock. */
export type Context = Readonly<{
  engine: Engine;
  tables: Collection<Table>;
  items: ItemStore;
  locks: Locks;
}>;

/** ARN of a table of this engine. */
export const tableArn = ({ accountId, region }: Engine, name: string): string =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;

/** ResourceNotFoundException; item operations leave out the table's name. */
export const tableNotFound = (name?: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found${name === undefined ? '' : `: Table: ${name} not found`}`,
  );

/** The name of a table that is given by name or by ARN. */
export const tableName = (engine: Engine, nameOrArn: string): string => {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const name = nameOrArn.split('/')[1] ?? '';
  if (nameOrArn !== tableArn(engine, name)) throw tableNotFound(nameOrArn);
  return name;
};

/** The input with the table's name in place of its ARN. */
export const withTableName = (engine: Engine, input: JsonObject): JsonObject => {
  const name = input['TableName'];
  return typeof name === 'string' ? { ...input, TableName: tableName(engine, name) } : input;
};

/** The table of that name or ARN. Throws ResourceNotFoundException. */
export const tableNamed = async (context: Context, nameOrArn: string): Promise<Table> => {
  const name = tableName(context.engine, nameOrArn);
  const table = await context.tables.get(name);
  if (!table) throw tableNotFound(name);
  return table;
};

/** The refusal of an option that would change behaviour and is not covered. */
export const unsupportedOption = (operation: string, option: string): AwsError =>
  new AwsError(
    'UnsupportedOperation',
    `the local engine does not support ${option} of dynamodb:${operation}`,
    { status: 501 },
  );
