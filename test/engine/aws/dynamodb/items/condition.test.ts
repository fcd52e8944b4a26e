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
    ':kind': { S: 'S' },
  };
  const stored: JsonObject = {
    folder: { M: { a: { L: [{ N: '1' }, { SS: ['y', 'x'] }] } } },
    off: { BOOL: false },
    blank: { S: '' },
    bin: { B: '//4=' },
    nine: { N: '9' },
    word: { S: 'abc' },
    shelf: { L: [{ S: 'b' }] },
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
    ['attribute_exists(word.part)', false],
    ['attribute_not_exists(word.part)', true],
    ['attribute_exists(word[0])', false],
    ['attribute_exists(shelf.part)', false],
    ['word.part = :text', false],
    ['word.part <> :text', true],
    ['NOT word.part = :text', true],
    ['word.part IN (:text)', false],
    ['word.part < :text', false],
    ['size(word.part) > :zero', false],
    ['begins_with(word.part, :text)', false],
    ['contains(word[0], :text)', false],
    ['attribute_type(word.part, :kind)', false],
  ])(
    'oracle F1: takes what lies below a value without parts for missing: %s is %s',
    async (expression, expected) => {
      await engine.call('PutItem', { TableName, Item: { ...Key, ...stored } });

      expect(await holds(expression)).toBe(expected);
    },
  );

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
