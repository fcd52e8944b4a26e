import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttributeValue } from '../../../../../engine/aws/dynamodb/attributeValue.ts';
import { dynamodb } from '../../../../../engine/aws/dynamodb/dynamodb.ts';
import { testEngine } from '../../../../support/testEngine.ts';

const TOO_DEEP = { code: 'ValidationException', message: expect.stringMatching(/nested levels/) };

/** A text within so many maps and lists, in turns. */
const within = (levels: number): AttributeValue => {
  let value: AttributeValue = { S: 'leaf' };
  for (let level = 0; level < levels; level += 1) {
    value = level % 2 === 0 ? { M: { a: value } } : { L: [value] };
  }
  return value;
};

let engine: Awaited<ReturnType<typeof testEngine>>;
const TableName = 'things';
const Key = { id: { S: 'a' } };

beforeAll(async () => {
  engine = await testEngine([dynamodb]);
  await engine.call('dynamodb', 'CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => engine.destroy());

const call = (operation: string, input: object) =>
  engine.call('dynamodb', operation, { TableName, ...input });

const writesOf = (value: AttributeValue): [string, object][] => [
  ['PutItem', { Item: { ...Key, value } }],
  [
    'UpdateItem',
    { Key, UpdateExpression: 'SET x = :v', ExpressionAttributeValues: { ':v': value } },
  ],
  [
    'BatchWriteItem',
    {
      TableName: undefined,
      RequestItems: { [TableName]: [{ PutRequest: { Item: { ...Key, value } } }] },
    },
  ],
  [
    'DeleteItem',
    { Key, ConditionExpression: 'x <> :v', ExpressionAttributeValues: { ':v': value } },
  ],
];

describe('an attribute', () => {
  it.each(writesOf(within(32)))('nested 33 levels is refused by %s', async (operation, input) => {
    await expect(call(operation, input)).rejects.toMatchObject(TOO_DEEP);
  });

  it.each(writesOf(within(31)))('nested 32 levels is taken by %s', async (operation, input) => {
    await expect(call(operation, input)).resolves.toBeDefined();
  });

  it('cannot become deeper by an update of what is in it', async () => {
    await call('PutItem', { Item: { ...Key, x: { M: {} } } });

    const update = call('UpdateItem', {
      Key,
      UpdateExpression: 'SET x.y = :v',
      ExpressionAttributeValues: { ':v': within(31) },
    });

    await expect(update).rejects.toMatchObject(TOO_DEEP);
  });
});
