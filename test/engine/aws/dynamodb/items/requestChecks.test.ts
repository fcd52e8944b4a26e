import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { aTable, dynamodbEngine, texts } from '../dynamodbEngine.ts';

let engine: Awaited<ReturnType<typeof dynamodbEngine>>;
const TableName = 'orders';
const Key = texts({ pk: 'p', sk: 's' });

beforeAll(async () => {
  engine = await dynamodbEngine();
  await engine.call('CreateTable', aTable(TableName));
  await engine.call('PutItem', {
    TableName,
    Item: { ...Key, one: { N: '1' }, on: { BOOL: true } },
  });
});
afterAll(() => engine.destroy());

const refusal = (operation: string, input: JsonObject) =>
  engine.call(operation, { TableName, ...input }).then(
    () => 'accepted',
    (error) => `${error.code}: ${error.message}`,
  );

const query = (more: JsonObject) =>
  refusal('Query', {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'p' } },
    ...more,
  });

describe('oracle F7: what DynamoDB refuses', () => {
  it('is a Select that its projection contradicts', async () => {
    const ProjectionExpression = 'one';

    expect(await query({ Select: 'SPECIFIC_ATTRIBUTES' })).toMatch(/^Valid.*Must specify/);
    expect(await query({ Select: 'ALL_ATTRIBUTES', ProjectionExpression })).toMatch(
      /^Valid.*Cannot specify the ProjectionExpression/,
    );
    expect(await query({ Select: 'SPECIFIC_ATTRIBUTES', ProjectionExpression })).toBe('accepted');
  });

  it.each([
    ['BOOL', true],
    ['NULL', true],
    ['L', []],
    ['M', {}],
    ['SS', ['a']],
  ])('is a comparison with a %s, which has no order', async (type, value) => {
    const values = { ':v': { [type]: value }, ':n': { N: '1' } };
    const wrong = new RegExp(`^ValidationException: Invalid .*operand type: ${type}$`);
    const check = (ConditionExpression: string, used: JsonObject) =>
      refusal('DeleteItem', { Key, ConditionExpression, ExpressionAttributeValues: used });

    expect(await check('one < :v', { ':v': values[':v'] })).toMatch(wrong);
    expect(await check('one = :n AND NOT :v >= one', values)).toMatch(wrong);
    expect(
      await refusal('Scan', {
        FilterExpression: 'one <= :v',
        ExpressionAttributeValues: { ':v': values[':v'] },
      }),
    ).toMatch(wrong);
  });

  it.each([
    ['SET one = one - :tiny', { ':tiny': { N: '1E-130' } }],
    ['ADD one :huge', { ':huge': { N: '9.9E125' } }],
  ])('is a sum of more than 38 digits: %s', async (UpdateExpression, values) => {
    const sum = refusal('UpdateItem', { Key, UpdateExpression, ExpressionAttributeValues: values });

    expect(await sum).toMatch(/^ValidationException: .*38 significant digits/);
  });

  it('is not a number of 38 digits with zeros around', async () => {
    const values = { ':big': { N: `${'9'.repeat(37)}8000` } };

    const UpdateExpression = 'SET big = :big';
    expect(
      await refusal('UpdateItem', { Key, UpdateExpression, ExpressionAttributeValues: values }),
    ).toBe('accepted');
  });
});
