import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../support/virtualClock.ts';
import { aTable, byStatus, dynamodbEngine, texts } from './dynamodbEngine.ts';

let time: ReturnType<typeof virtualClock>;
let engine: Awaited<ReturnType<typeof dynamodbEngine>>;

beforeEach(async () => {
  time = virtualClock();
  engine = await dynamodbEngine({ clock: time.clock });
  await engine.call('CreateTable', aTable('orders', byStatus()));
  await engine.call('CreateTable', aTable('names'));
});
afterEach(() => engine.destroy());

const key = (sk: string) => texts({ pk: 'p', sk });
const put = (sk: string, more: JsonObject = {}) => ({
  Put: { TableName: 'orders', Item: { ...key(sk), status: { S: 'open' } }, ...more },
});
const write = (TransactItems: JsonObject[], more: JsonObject = {}) =>
  engine.call('TransactWriteItems', { TransactItems, ...more });
const count = async (TableName: string, IndexName?: string) =>
  (await engine.call('Scan', { TableName, ...(IndexName && { IndexName }) }))['Count'];

const absent = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('TransactWriteItems', () => {
  it('writes all actions, over tables and indexes', async () => {
    await write([put('old'), put('changed')]);

    await write([
      put('new'),
      { Delete: { TableName: 'orders', Key: key('old') } },
      {
        Update: {
          TableName: 'orders',
          Key: key('changed'),
          UpdateExpression: 'REMOVE #status',
          ExpressionAttributeNames: { '#status': 'status' },
        },
      },
      { ConditionCheck: { TableName: 'names', Key: key('n'), ...absent } },
    ]);

    expect(await count('orders')).toBe(2);
    expect(await count('orders', 'byStatus')).toBe(1);
    expect(await count('names')).toBe(0);
  });

  it('leaves nothing when one condition fails, and says which', async () => {
    await write([put('taken')]);

    const transaction = write([
      put('new'),
      put('taken', { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      { Put: { TableName: 'names', Item: key('n') } },
    ]);

    await expect(transaction).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
      fields: {
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: { ...key('taken'), status: { S: 'open' } },
          },
          { Code: 'None' },
        ],
      },
    });
    expect(await count('orders')).toBe(1);
    expect(await count('orders', 'byStatus')).toBe(1);
    expect(await count('names')).toBe(0);
  });

  it('names an action that cannot be carried out', async () => {
    const wrong = { Put: { TableName: 'names', Item: texts({ pk: 'p' }) } };

    await expect(write([put('new'), wrong])).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      fields: { CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] },
    });
    expect(await count('orders')).toBe(0);
  });

  it.each([
    ['the same item twice', [put('a'), { Delete: { TableName: 'orders', Key: key('a') } }]],
    ['two kinds in one action', [{ ...put('a'), Delete: { TableName: 'orders', Key: key('b') } }]],
    ['no action', []],
    ['more than 100 actions', Array.from({ length: 101 }, (_, at) => put(`${at}`))],
  ])('refuses %s', async (_what, actions) => {
    await expect(write(actions)).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await count('orders')).toBe(0);
  });

  it('lets one of many parallel transactions and writes win an item', async () => {
    const attempts = Array.from({ length: 10 }, (_, at) => [
      write([put('one', absent), put(`own${at}`)]),
      engine.call('PutItem', { TableName: 'orders', Item: key('one'), ...absent }),
    ]).flat();

    const settled = await Promise.allSettled(attempts);

    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await count('orders')).toBe(settled[0]?.status === 'fulfilled' ? 2 : 1);
  });
});

describe('ClientRequestToken', () => {
  const add = {
    Update: {
      TableName: 'orders',
      Key: key('counter'),
      UpdateExpression: 'ADD hits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
  const token = { ClientRequestToken: 'token' };
  const hits = async () => {
    const answer = await engine.call('GetItem', { TableName: 'orders', Key: key('counter') });
    return answer['Item'];
  };

  it('carries a repeated transaction out once in ten minutes', async () => {
    await Promise.all([write([add], token), write([add], token)]);
    expect(await hits()).toMatchObject({ hits: { N: '1' } });

    await time.advance(601_000);
    await write([add], token);
    expect(await hits()).toMatchObject({ hits: { N: '2' } });
  });

  it('refuses another transaction', async () => {
    await write([add], token);

    await expect(write([put('a')], token)).rejects.toMatchObject({
      code: 'IdempotentParameterMismatchException',
    });
  });

  it('is free again after a failed transaction', async () => {
    const check = {
      ConditionCheck: {
        TableName: 'names',
        Key: key('n'),
        ConditionExpression: 'attribute_exists(pk)',
      },
    };
    await expect(write([add, check], token)).rejects.toMatchObject({
      code: 'TransactionCanceledException',
    });
    await engine.call('PutItem', { TableName: 'names', Item: key('n') });

    await write([add, check], token);

    expect(await hits()).toMatchObject({ hits: { N: '1' } });
  });

  it('is forgotten by the sweep', async () => {
    await engine.start();
    await write([add], token);
    await time.advance(700_000);
    await engine.close();

    const again = await dynamodbEngine({ clock: time.clock, directory: engine.directory });
    await again.call('TransactWriteItems', { TransactItems: [put('a')], ...token });
    expect((await again.call('Scan', { TableName: 'orders' }))['Count']).toBe(2);
    engine = again;
  });
});

describe('TransactGetItems', () => {
  it('answers in the order of the request', async () => {
    await write([put('a'), put('b')]);
    const get = (sk: string) => ({
      Get: { TableName: 'orders', Key: key(sk), ProjectionExpression: 'sk' },
    });

    const answer = await engine.call('TransactGetItems', {
      TransactItems: [get('b'), get('missing'), get('a')],
    });

    expect(answer).toEqual({
      Responses: [{ Item: { sk: { S: 'b' } } }, {}, { Item: { sk: { S: 'a' } } }],
    });
  });
});
