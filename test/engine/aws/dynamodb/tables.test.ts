import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aTable, byStatus, dynamodbEngine, texts } from './dynamodbEngine.ts';

let engine: Awaited<ReturnType<typeof dynamodbEngine>>;

beforeEach(async () => {
  engine = await dynamodbEngine();
});
afterEach(() => engine.destroy());

const put = (TableName: string, sk: string, more: Record<string, string> = {}) =>
  engine.call('PutItem', { TableName, Item: texts({ pk: 'p', sk, ...more }) });

const count = async (TableName: string, IndexName?: string) => {
  const answer = await engine.call('Scan', { TableName, ...(IndexName && { IndexName }) });
  return answer['Count'];
};

describe('CreateTable', () => {
  it('answers an active table with the engine’s ARN', async () => {
    const answer = await engine.call('CreateTable', aTable('orders', byStatus()));

    expect(answer['TableDescription']).toMatchObject({
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders',
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [{ IndexName: 'byStatus', IndexStatus: 'ACTIVE' }],
    });
    expect(await engine.call('DescribeTable', { TableName: 'orders' })).toEqual({
      Table: answer['TableDescription'],
    });
  });

  it('keeps what a template sets beside the keys', async () => {
    await engine.call(
      'CreateTable',
      aTable('orders', {
        SSESpecification: { Enabled: true, SSEType: 'KMS' },
        TableClass: 'STANDARD_INFREQUENT_ACCESS',
        Tags: [{ Key: 'team', Value: 'x' }],
        StreamSpecification: { StreamEnabled: false },
      }),
    );

    const { Table } = await engine.call('DescribeTable', { TableName: 'orders' });
    expect(Table).toMatchObject({
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
    });
  });

  it.each([
    ['StreamSpecification', { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' }],
    ['ResourcePolicy', '{}'],
  ])('refuses %s by name', async (option, value) => {
    await expect(
      engine.call('CreateTable', aTable('orders', { [option]: value })),
    ).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: expect.stringContaining(option),
    });
  });

  it('refuses a second table of the name', async () => {
    await engine.call('CreateTable', aTable('orders'));

    await expect(engine.call('CreateTable', aTable('orders'))).rejects.toMatchObject({
      code: 'ResourceInUseException',
      message: 'Table already exists: orders',
    });
  });

  it('refuses a key without definition as AWS does', async () => {
    await expect(
      engine.call('CreateTable', aTable('orders', { AttributeDefinitions: [] })),
    ).rejects.toMatchObject({ code: 'ValidationException' });
  });
});

describe('DeleteTable', () => {
  it('leaves tables alone whose names begin with its name', async () => {
    for (const name of ['tenant1', 'tenant1-eu', 'tenant10']) {
      await engine.call('CreateTable', aTable(name, byStatus()));
      await put(name, 's', { status: 'open' });
    }

    await engine.call('DeleteTable', { TableName: 'tenant1' });

    await expect(count('tenant1')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    for (const name of ['tenant1-eu', 'tenant10']) {
      expect(await count(name)).toBe(1);
      expect(await count(name, 'byStatus')).toBe(1);
    }
  });

  it('leaves nothing for a table of the same name', async () => {
    await engine.call('CreateTable', aTable('orders', byStatus()));
    await put('orders', 's', { status: 'open' });
    await engine.call('DeleteTable', { TableName: 'orders' });

    await engine.call('CreateTable', aTable('orders', byStatus()));

    expect(await count('orders')).toBe(0);
    expect(await count('orders', 'byStatus')).toBe(0);
  });

  it('refuses a protected table until protection is off', async () => {
    await engine.call('CreateTable', aTable('orders', { DeletionProtectionEnabled: true }));

    await expect(engine.call('DeleteTable', { TableName: 'orders' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining('protected against deletion'),
    });

    await engine.call('UpdateTable', { TableName: 'orders', DeletionProtectionEnabled: false });
    await engine.call('DeleteTable', { TableName: 'orders' });
    expect(await engine.call('ListTables')).toEqual({ TableNames: [] });
  });
});

describe('ListTables', () => {
  it('pages in the order of the names', async () => {
    for (const name of ['ccc', 'aaa', 'bbb']) await engine.call('CreateTable', aTable(name));

    const first = await engine.call('ListTables', { Limit: 2 });
    const second = await engine.call('ListTables', { ExclusiveStartTableName: 'bbb' });

    expect(first).toEqual({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
    expect(second).toEqual({ TableNames: ['ccc'] });
  });
});

describe('UpdateTable', () => {
  it('fills a new index and drops a deleted one', async () => {
    await engine.call('CreateTable', aTable('orders'));
    await put('orders', 'one', { status: 'open' });
    await put('orders', 'two');

    const { AttributeDefinitions, GlobalSecondaryIndexes } = byStatus();
    const [index] = Array.isArray(GlobalSecondaryIndexes) ? GlobalSecondaryIndexes : [];
    await engine.call('UpdateTable', {
      TableName: 'orders',
      AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index ?? null }],
    });
    expect(await count('orders', 'byStatus')).toBe(1);

    await engine.call('UpdateTable', {
      TableName: 'orders',
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byStatus' } }],
    });
    await expect(count('orders', 'byStatus')).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('tags', () => {
  it('are added, replaced and removed', async () => {
    const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
    const Tags = [
      { Key: 'team', Value: 'a' },
      { Key: 'stage', Value: 'dev' },
    ];
    await engine.call('CreateTable', aTable('orders', { Tags }));

    await engine.call('TagResource', { ResourceArn, Tags: [{ Key: 'team', Value: 'b' }] });
    await engine.call('UntagResource', { ResourceArn, TagKeys: ['stage'] });

    const listed = await engine.call('ListTagsOfResource', { ResourceArn });
    expect(listed).toEqual({ Tags: [{ Key: 'team', Value: 'b' }] });
  });
});

describe('continuous backups', () => {
  it('are kept and given back', async () => {
    await engine.call('CreateTable', aTable('orders'));

    await engine.call('UpdateContinuousBackups', {
      TableName: 'orders',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });

    const answer = await engine.call('DescribeContinuousBackups', { TableName: 'orders' });
    expect(answer['ContinuousBackupsDescription']).toMatchObject({
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 35,
      },
    });
  });
});
