import { z } from 'zod';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import type { Clock } from '../../../../engine/kernel/clock.ts';
import { JsonObject } from '../../../../engine/kernel/json.ts';
import { testEngine } from '../../../support/testEngine.ts';

/** An engine with DynamoDB alone, called as account root. */
export const dynamodbEngine = async (options: { clock?: Clock; directory?: string } = {}) => {
  const running = await testEngine([dynamodb], options);
  return {
    ...running,
    call: (operation: string, input: JsonObject = {}) => running.call('dynamodb', operation, input),
  };
};

/** What CreateTable takes for a table with keys `pk` and `sk` and what else is given. */
export const aTable = (TableName: string, more: JsonObject = {}): JsonObject => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  ...more,
});

/** A global index `byStatus` on `status`, for `aTable`. */
export const byStatus = (projection: JsonObject = { ProjectionType: 'ALL' }): JsonObject => ({
  AttributeDefinitions: ['pk', 'sk', 'status'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byStatus',
      KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
      Projection: projection,
    },
  ],
});

/** The items of an answer. */
export const itemsOf = (answer: JsonObject): JsonObject[] =>
  z.array(JsonObject).parse(answer['Items']);

/** Plain strings as DynamoDB's text values. */
export const texts = (values: Record<string, string>): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));
