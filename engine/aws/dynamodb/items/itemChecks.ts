import { AwsError } from '../../../endpoint/errors.ts';
import type { Item } from '../attributeValue.ts';
import { MAX_ITEM_SIZE } from '../dynalite.ts';
import { itemSize } from '../dynaliteDb.ts';
import { indexesOf, type Table } from '../tables/table.ts';
import { checkDigits } from './digits.ts';
import { checkNesting } from './nesting.ts';

/** ValidationException, the way DynamoDB refuses most of what it refuses. */
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** The item's size in bytes. dynalite counts characters. */
export const sizeInBytes = (item: Item): number => {
  const text = JSON.stringify(item);
  return itemSize(item) + Buffer.byteLength(text) - text.length;
};

const checkSize = (action: string, item: Item): void => {
  if (sizeInBytes(item) <= MAX_ITEM_SIZE) return;
  throw invalid(
    `Item size ${action === 'updateItem' ? 'to update ' : ''}has exceeded the maximum allowed size`,
  );
};

const checkIndexKey = (table: Table, indexName: string, [name, value]: [string, Item[string]]) => {
  const type = table.AttributeDefinitions.find((known) => known.AttributeName === name);
  const [actual = '', content] = Object.entries(value)[0] ?? [];
  if (actual !== type?.AttributeType) {
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type?.AttributeType} Actual: ${actual} IndexName: ${indexName}`,
    );
  }
  if (content !== '') return;
  throw invalid(
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${actual === 'B' ? 'binary' : 'string'} value. IndexName: ${indexName}, IndexKey: ${name}`,
  );
};

/** Checks an item about to be written for what dynalite lets through. Throws ValidationException. */
export const checkItem = (table: Table, action: string, item: Item): void => {
  checkNesting(item);
  checkSize(action, item);
  if (action === 'updateItem') checkDigits(item);
  for (const index of indexesOf(table)) {
    for (const { AttributeName } of index.KeySchema) {
      const value = item[AttributeName];
      if (value) checkIndexKey(table, index.IndexName, [AttributeName, value]);
    }
  }
};
