import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JsonObject } from '../../../../engine/kernel/json.ts';
import { aTable, byStatus, dynamodbEngine, texts } from './dynamodbEngine.ts';

let engine: Awaited<ReturnType<typeof dynamodbEngine>>;

beforeEach(async () => {
  engine = await dynamodbEngine();
  await engine.call('CreateTable', aTable('orders', byStatus()));
});
afterEach(() => engine.destroy());

const TableName = 'orders';
const Key = texts({ pk: 'p', sk: 's' });

const put = (item: JsonObject, more: JsonObject = {}) =>
  engine.call('PutItem', { TableName, Item: { ...Key, ...item }, ...more });
const update = (UpdateExpression: string, more: JsonObject = {}) =>
  engine.call('UpdateItem', { TableName, Key, UpdateExpression, ReturnValues: 'ALL_NEW', ...more });
const item = async () => (await engine.call('GetItem', { TableName, Key }))['Item'];

const attributesOf = async (answer: Promise<JsonObject>) => {
  return JsonObject.parse((await answer)['Attributes']);
};

describe('PutItem', () => {
  it('replaces the item and gives the old one back', async () => {
    await put({ a: { N: '1.0' } });

    const answer = await put({ b: { BOOL: true } }, { ReturnValues: 'ALL_OLD' });

    expect(answer).toMatchObject({ Attributes: { ...Key, a: { N: '1' } } });
    expect(await item()).toEqual({ ...Key, b: { BOOL: true } });
  });

  it('takes the table’s ARN for its name', async () => {
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

    await put({ a: { N: '1' } }, { TableName: arn });

    expect(await item()).toMatchObject({ a: { N: '1' } });
  });

  it('fails a condition with the item when asked for it', async () => {
    await put({ a: { N: '1' } });
    const again = put(
      {},
      {
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    );

    await expect(again).rejects.toMatchObject({
      code: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      fields: { Item: { ...Key, a: { N: '1' } } },
    });
  });

  it('lets one of many parallel conditional writes win', async () => {
    const attempts = Array.from({ length: 20 }, () =>
      put({}, { ConditionExpression: 'attribute_not_exists(pk)' }),
    );

    const settled = await Promise.allSettled(attempts);

    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses what the key schema does not allow', async () => {
    await expect(
      engine.call('PutItem', { TableName, Item: texts({ pk: 'p' }) }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'One or more parameter values were invalid: Missing the key sk in the item',
    });
    await expect(put({ status: { S: '' } })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(put({}, { TableName: 'missing' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  it('counts bytes, not characters, towards 400 KB', async () => {
    await put({ a: { S: 'x'.repeat(300_000) } });

    await expect(put({ a: { S: 'é'.repeat(300_000) } })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
  });

  it('refuses an OR of legacy conditions by name', async () => {
    const legacy = put(
      {},
      { ConditionalOperator: 'OR', Expected: { pk: { Exists: false }, a: { Exists: false } } },
    );

    await expect(legacy).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: expect.stringContaining('ConditionalOperator'),
    });
  });
});

describe('UpdateItem', () => {
  it('takes all values from the item as it was', async () => {
    await put({ version: { N: '1' }, steps: { L: [{ N: '0' }, { N: '1' }, { N: '2' }] } });

    const attributes = await attributesOf(
      update('REMOVE steps[0], steps[1] SET previous = version ADD version :one', {
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );

    expect(attributes).toEqual({
      ...Key,
      previous: { N: '1' },
      version: { N: '2' },
      steps: { L: [{ N: '2' }] },
    });
  });

  it('makes an item that is not there, with defaults', async () => {
    await update('SET hits = if_not_exists(hits, :zero) + :one', {
      ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
    });

    expect(await item()).toEqual({ ...Key, hits: { N: '1' } });
  });

  it('counts parallel increments exactly', async () => {
    const increments = Array.from({ length: 25 }, () =>
      update('ADD hits :one', { ExpressionAttributeValues: { ':one': { N: '1' } } }),
    );

    await Promise.all(increments);

    expect(await item()).toMatchObject({ hits: { N: '25' } });
  });

  it('refuses to change a key attribute', async () => {
    await expect(
      update('SET sk = :x', { ExpressionAttributeValues: { ':x': { S: 'x' } } }),
    ).rejects.toMatchObject({ code: 'ValidationException' });
  });
});

describe('BatchWriteItem and BatchGetItem', () => {
  it('write and read many items', async () => {
    const items = ['a', 'b', 'c'].map((sk) => texts({ pk: 'p', sk }));
    await engine.call('BatchWriteItem', {
      RequestItems: { orders: items.map((Item) => ({ PutRequest: { Item } })) },
    });
    await engine.call('BatchWriteItem', {
      RequestItems: { orders: [{ DeleteRequest: { Key: items[0] ?? null } }] },
    });

    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
    const answer = await engine.call('BatchGetItem', { RequestItems: { [arn]: { Keys: items } } });

    expect(answer).toEqual({ Responses: { [arn]: items.slice(1) }, UnprocessedKeys: {} });
  });

  it('refuse the same item twice', async () => {
    const twice = [{ PutRequest: { Item: Key } }, { DeleteRequest: { Key } }];

    await expect(
      engine.call('BatchWriteItem', { RequestItems: { orders: twice } }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Provided list of item keys contains duplicates',
    });
  });
});

describe('durability', () => {
  it('finds tables, items and index entries after a restart', async () => {
    const first = await dynamodbEngine();
    await first.call('CreateTable', aTable('orders', byStatus()));
    await first.call('PutItem', { TableName, Item: { ...Key, status: { S: 'open' } } });
    await first.close();

    const second = await dynamodbEngine({ directory: first.directory });
    const scan = await second.call('Scan', { TableName, IndexName: 'byStatus' });

    expect(scan).toMatchObject({ Items: [{ ...Key, status: { S: 'open' } }] });
    await second.destroy();
  });
});
