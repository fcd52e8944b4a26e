import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { aTable, byStatus, dynamodbEngine, itemsOf, texts } from '../dynamodbEngine.ts';

let engine: Awaited<ReturnType<typeof dynamodbEngine>>;

const COUNT = 2000;
const SORTED = ['a', 'ab', 'b', 'z', 'é', '日本', '\u{1F600}'];

const putAll = async (TableName: string, items: JsonObject[]) => {
  for (let at = 0; at < items.length; at += 25) {
    const writes = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await engine.call('BatchWriteItem', { RequestItems: { [TableName]: writes } });
  }
};

beforeAll(async () => {
  engine = await dynamodbEngine();
  await engine.call('CreateTable', aTable('words'));
  await putAll(
    'words',
    SORTED.map((sk, at) => ({ ...texts({ pk: 'p', sk }), at: { N: `${at}` } })),
  );
  await engine.call('CreateTable', aTable('orders', byStatus({ ProjectionType: 'KEYS_ONLY' })));
  const numbered = Array.from({ length: COUNT }, (_, at) =>
    texts({ pk: `p${at % 7}`, sk: `${at}`, status: 'open', body: 'x' }),
  );
  // Keys whose concatenations are the same text.
  const alike = [
    texts({ pk: 'ab', sk: 'c', status: 'open' }),
    texts({ pk: 'a', sk: 'bc', status: 'open' }),
  ];
  await putAll('orders', [...numbered, ...alike]);
});
afterAll(() => engine.destroy());

const query = (more: JsonObject, values: Record<string, string> = {}) =>
  engine.call('Query', {
    TableName: 'words',
    ExpressionAttributeValues: texts({ ':pk': 'p', ...values }),
    ...more,
  });

const field = (answer: JsonObject, name: string) =>
  itemsOf(answer).map((item) => z.object({ S: z.string() }).parse(item[name]).S);

describe('Query', () => {
  it('sorts text by its UTF-8 bytes, both ways', async () => {
    const KeyConditionExpression = 'pk = :pk';

    const up = await query({ KeyConditionExpression });
    const down = await query({ KeyConditionExpression, ScanIndexForward: false });

    expect(field(up, 'sk')).toEqual(SORTED);
    expect(field(down, 'sk')).toEqual([...SORTED].reverse());
  });

  it.each([
    ['begins_with(sk, :a)', { ':a': 'a' }, ['a', 'ab']],
    ['begins_with(sk, :a)', { ':a': '日' }, ['日本']],
    ['sk BETWEEN :a AND :b', { ':a': 'ab', ':b': 'é' }, ['ab', 'b', 'z', 'é']],
    ['sk > :a', { ':a': 'é' }, ['日本', '\u{1F600}']],
    ['sk >= :a', { ':a': '日本' }, ['日本', '\u{1F600}']],
    ['sk < :a', { ':a': 'b' }, ['a', 'ab']],
    ['sk <= :a', { ':a': 'b' }, ['a', 'ab', 'b']],
    ['sk = :a', { ':a': 'a' }, ['a']],
  ])('finds by %s', async (condition, values, expected) => {
    const answer = await query({ KeyConditionExpression: `pk = :pk AND ${condition}` }, values);

    expect(field(answer, 'sk')).toEqual(expected);
  });

  it('filters after the limit and projects', async () => {
    const answer = await engine.call('Query', {
      TableName: 'words',
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: '#at > :one',
      ProjectionExpression: '#at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':pk': { S: 'p' }, ':one': { N: '1' } },
      Limit: 3,
    });

    expect(answer).toEqual({
      Items: [{ at: { N: '2' } }],
      Count: 1,
      ScannedCount: 3,
      LastEvaluatedKey: texts({ pk: 'p', sk: 'b' }),
    });
  });

  it('counts', async () => {
    const answer = await query({ KeyConditionExpression: 'pk = :pk', Select: 'COUNT' });

    expect(answer).toEqual({ Count: SORTED.length, ScannedCount: SORTED.length });
  });

  it('stops a page at 1 MB', async () => {
    await engine.call('CreateTable', aTable('large'));
    await putAll(
      'large',
      ['1', '2', '3', '4'].map((sk) => texts({ pk: 'p', sk, body: 'x'.repeat(399_000) })),
    );
    const page = {
      TableName: 'large',
      KeyConditionExpression: 'pk = :pk',
      ProjectionExpression: 'sk',
    };

    const first = await query(page);
    const second = await query({ ...page, ExclusiveStartKey: first['LastEvaluatedKey'] });

    expect(field(first, 'sk')).toEqual(['1', '2', '3']);
    expect(field(second, 'sk')).toEqual(['4']);
  });
});

describe('a global index with one hash key for all items', () => {
  const open = {
    TableName: 'orders',
    IndexName: 'byStatus',
    KeyConditionExpression: '#status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: texts({ ':status': 'open' }),
  };

  const pages = async (more: JsonObject) => {
    const found: string[] = [];
    let ExclusiveStartKey: JsonObject[string];
    do {
      const answer = await engine.call('Query', { ...open, ...more, ExclusiveStartKey });
      const hashes = field(answer, 'pk');
      found.push(...field(answer, 'sk').map((sk, at) => `${hashes[at]}/${sk}`));
      ExclusiveStartKey = answer['LastEvaluatedKey'];
    } while (ExclusiveStartKey);
    return found;
  };

  it.each([true, false])('keeps every item, page by page (forward: %s)', async (forward) => {
    const found = await pages({ ScanIndexForward: forward, Limit: 997 });

    expect(found).toHaveLength(COUNT + 2);
    expect(new Set(found).size).toBe(COUNT + 2);
  });

  it('projects what it was made to project', async () => {
    const answer = await engine.call('Query', { ...open, Limit: 1 });
    const [item = {}] = itemsOf(answer);

    expect(Object.keys(item).sort()).toEqual(['pk', 'sk', 'status']);
  });

  it('follows an item out of the index', async () => {
    await engine.call('UpdateItem', {
      TableName: 'orders',
      Key: texts({ pk: 'a', sk: 'bc' }),
      UpdateExpression: 'REMOVE #status',
      ExpressionAttributeNames: { '#status': 'status' },
    });

    expect(await pages({})).toHaveLength(COUNT + 1);
  });
});

describe('Scan', () => {
  it('reads segments that together are the table', async () => {
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) =>
        engine.call('Scan', { TableName: 'orders', Segment, TotalSegments: 3, Select: 'COUNT' }),
      ),
    );

    const counts = segments.map(({ Count }) => Number(Count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(COUNT + 2);
  });

  it('goes on after the last key of a page', async () => {
    const first = await engine.call('Scan', { TableName: 'words', Limit: 4 });
    const second = await engine.call('Scan', {
      TableName: 'words',
      ExclusiveStartKey: first['LastEvaluatedKey'],
    });

    expect([...field(first, 'sk'), ...field(second, 'sk')]).toEqual(SORTED);
  });
});
