import type { Permission } from '../../../iam/access.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../kernel/json.ts';
import { indexesOf, type Table } from '../tables/table.ts';
import { attributeNames } from './attributeNames.ts';

type Keys = NonNullable<Permission['keys']>;

const partitionKey = (table: Table, index?: Json): string | undefined => {
  const schema =
    index === undefined
      ? table.KeySchema
      : indexesOf(table).find(({ IndexName }) => IndexName === index)?.KeySchema;
  return schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
};

/** Text, number or bytes as the request spells them. */
const plain = (value: Json | undefined): string[] => {
  const [one] = isJsonObject(value) ? Object.values(value) : [];
  return typeof one === 'string' ? [one] : [];
};

/** The partition keys of items or keys; of those that name none, nothing. */
export const leadingKeys = (
  table: Table | undefined,
  items: readonly (Json | undefined)[],
  index?: Json,
): string[] => {
  const name = table && partitionKey(table, index);
  if (name === undefined) return [];
  return items.flatMap((item) => (isJsonObject(item) ? plain(item[name]) : []));
};

const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

const selected = (input: JsonObject): string => {
  const narrowed = input['ProjectionExpression'] ?? input['AttributesToGet'];
  if (narrowed !== undefined) return 'SPECIFIC_ATTRIBUTES';
  return input['IndexName'] === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
};

/** What a read selects; where the request does not say, what DynamoDB takes instead. */
export const readKeys = (input: JsonObject): Keys => ({
  'dynamodb:Select': text(input['Select']) ?? selected(input),
});

/** What a write gives back. */
export const writeKeys = (input: JsonObject): Keys => ({
  'dynamodb:ReturnValues': text(input['ReturnValues']) ?? 'NONE',
});

/** The condition keys of every request about items. */
export const itemKeys = (input: JsonObject, leading: readonly string[]): Keys => ({
  'dynamodb:LeadingKeys': leading,
  'dynamodb:Attributes': attributeNames(input),
  'dynamodb:ReturnConsumedCapacity': text(input['ReturnConsumedCapacity']) ?? 'NONE',
});
