import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { aTable, dynamodbEngine, texts } from '../dynamodbEngine.ts';

let engine: Awaited<ReturnType<typeof dynamodbEngine>>;

const TableName = 'orders';
const Key = texts({ pk: 'p', sk: 's' });

beforeAll(async () => {
  engine = await dynamodbEngine();
  await engine.call('CreateTable', aTable(TableName));
});
afterAll(() => engine.destroy());

describe('meets', () => {
  const values = {
    ':map': { M: { a: { L: [{ N: '1' }, { SS: ['x', 'y'] }] } } },
    ':false': { BOOL: false },
    ':empty': { S: '' },
    ':bytes': { B: '/w==' },
    ':zero': { N: '0' },
    ':two': { N: '2' },
    ':ten': { N: '10' },
    ':text': { S: 'b' },
  };
  const stored: JsonObject = {
    folder: { M: { a: { L: [{ N: '1' }, { SS: ['y', 'x'] }] } } },
    off: { BOOL: false },
    blank: { S: '' },
    bin: { B: '//4=' },
    nine: { N: '9' },
    word: { S: 'abc' },
  };

  const holds = async (ConditionExpression: string) => {
    const used = Object.entries(values).filter(([name]) =>
      new RegExp(`${name}\\b`).test(ConditionExpression),
    );
    const check = engine.call('DeleteItem', {
      TableName,
      Key,
      ConditionExpression,
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    });
    return check.then(
      () => true,
      (error) => {
        expect(error).toMatchObject({ code: 'ConditionalCheckFailedException' });
        return false;
      },
    );
  };

  it.each([
    ['folder = :map', true],
    ['folder <> :map', false],
    ['off IN (:false)', true],
    ['size(blank) = :zero', true],
    ['begins_with(bin, :bytes)', true],
    ['begins_with(word, :text)', false],
    ['contains(word, :text)', true],
    ['nine BETWEEN :two AND :ten', true],
    ['nine < :text', false],
    ['gone = :text', false],
    ['gone <> :text', true],
    ['attribute_not_exists(gone) AND NOT nine > :ten', true],
    ['nine > :ten OR (blank = :empty AND folder.a[0] < :two)', true],
  ])('%s is %s', async (expression, expected) => {
    await engine.call('PutItem', { TableName, Item: { ...Key, ...stored } });

    expect(await holds(expression)).toBe(expected);
  });
});
