import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { accessOfAll } from '../../iam/accessOfAll.ts';

let all: Awaited<ReturnType<typeof accessOfAll>>;

beforeAll(async () => {
  all = await accessOfAll();
});
afterAll(() => all.destroy());

const key = (pk: string) => ({ pk: { S: pk } });

describe('dynamodbAccess', () => {
  const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

  it.each<[string, JsonObject, string[], unknown]>([
    ['GetItem', { TableName: 'orders', Key: key('a') }, ['GetItem'], ['a']],
    ['GetItem', { TableName: TABLE, Key: key('a') }, ['GetItem'], ['a']],
    ['PutItem', { TableName: 'orders', Item: key('b'), Key: key('a') }, ['PutItem'], ['b']],
    ['UpdateItem', { TableName: 'orders', Key: key('a'), Item: key('b') }, ['UpdateItem'], ['a']],
    ['Scan', { TableName: 'orders' }, ['Scan'], []],
    [
      'Query',
      {
        TableName: 'orders',
        KeyConditionExpression: ':v = #p',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':v': { S: 'a' } },
      },
      ['Query'],
      ['a'],
    ],
    [
      'Query',
      {
        TableName: 'orders',
        KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
      },
      ['Query'],
      ['a'],
    ],
    [
      'BatchGetItem',
      { RequestItems: { orders: { Keys: [key('a'), key('b')] } } },
      ['BatchGetItem'],
      ['a', 'b'],
    ],
    [
      'BatchWriteItem',
      {
        RequestItems: {
          orders: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }],
        },
      },
      ['BatchWriteItem'],
      ['a', 'b'],
    ],
  ])('gives %s of %j its leading keys', async (operation, input, actions, expected) => {
    const permissions = await all.permissionsOf('dynamodb', operation, input);

    expect(permissions.map(({ action }) => action)).toEqual(
      actions.map((action) => `dynamodb:${action}`),
    );
    expect(permissions[0]?.resource).toBe(TABLE);
    expect(permissions[0]?.keys?.['dynamodb:LeadingKeys']).toEqual(expected);
  });

  it('asks for an index by its own ARN and its own key', async () => {
    const [permission] = await all.permissionsOf('dynamodb', 'Query', {
      TableName: 'orders',
      IndexName: 'byDay',
      KeyConditionExpression: '#d = :d',
      ExpressionAttributeNames: { '#d': 'day' },
      ExpressionAttributeValues: { ':d': { S: 'monday' } },
    });

    expect(permission?.resource).toBe(`${TABLE}/index/byDay`);
    expect(permission?.keys?.['dynamodb:LeadingKeys']).toEqual(['monday']);
  });

  it('asks for each item of a transaction by its own action', async () => {
    const TableName = 'orders';
    const permissions = await all.permissionsOf('dynamodb', 'TransactWriteItems', {
      TransactItems: [
        { Put: { TableName, Item: key('a') } },
        { Update: { TableName, Key: key('b') } },
        { Delete: { TableName, Key: key('c') } },
        { ConditionCheck: { TableName, Key: key('d') } },
      ],
    });

    expect(permissions.map(({ action, keys }) => [action, keys?.['dynamodb:LeadingKeys']])).toEqual(
      [
        ['dynamodb:PutItem', ['a']],
        ['dynamodb:UpdateItem', ['b']],
        ['dynamodb:DeleteItem', ['c']],
        ['dynamodb:ConditionCheckItem', ['d']],
      ],
    );
  });

  it('tells the attributes that an expression names, and what a read selects', async () => {
    const [permission] = await all.permissionsOf('dynamodb', 'GetItem', {
      TableName: 'orders',
      Key: key('a'),
      ProjectionExpression: 'price, #l[0].sku, size',
      ExpressionAttributeNames: { '#l': 'lines' },
    });

    expect(permission?.keys).toMatchObject({
      'dynamodb:Attributes': ['price', 'lines', 'size', 'pk'],
      'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
    });
  });
});
