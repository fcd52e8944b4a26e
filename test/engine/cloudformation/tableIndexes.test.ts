import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { testEngine } from '../../support/testEngine.ts';

let running: Awaited<ReturnType<typeof testEngine>>;

beforeEach(async () => {
  running = await testEngine([dynamodb]);
  await running.start();
});
afterEach(() => running.destroy());

const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });

const indexOn = (attribute: string, ProjectionType = 'KEYS_ONLY') => ({
  IndexName: `by-${attribute}`,
  KeySchema: [key(attribute, 'HASH')],
  Projection: { ProjectionType },
});

/** A table with an index on each of these attributes. */
const deploy = (...indexes: ReturnType<typeof indexOn>[]) => {
  const attributes = ['id', ...indexes.map(({ IndexName }) => IndexName.slice('by-'.length))];
  const Properties = {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [key('id', 'HASH')],
    AttributeDefinitions: attributes.map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
  const Orders = { Type: 'AWS::DynamoDB::Table', Properties };
  return deployAssembly(running.engine, assemblyOf({ Acme: { Resources: { Orders } } }));
};

const found = async (IndexName: string): Promise<number> => {
  const answer = await running.call('dynamodb', 'Query', {
    TableName: 'orders',
    IndexName,
    KeyConditionExpression: 'customer = :customer',
    ExpressionAttributeValues: { ':customer': { S: 'ada' } },
  });
  return z.object({ Count: z.number() }).parse(answer).Count;
};

describe('a table on a later start', () => {
  it('gets the one index that is new, filled, and keeps its items when it goes again', async () => {
    await deploy();
    const Item = { id: { S: '1' }, customer: { S: 'ada' } };
    await running.call('dynamodb', 'PutItem', { TableName: 'orders', Item });

    await deploy(indexOn('customer'));

    expect(await found('by-customer')).toBe(1);
    await deploy();
    await expect(found('by-customer')).rejects.toThrow();
    const left = await running.call('dynamodb', 'Scan', { TableName: 'orders' });
    expect(left).toMatchObject({ Count: 1 });
  });

  it('changes no more than one index at a time, as AWS does', async () => {
    await deploy();

    await expect(deploy(indexOn('customer'), indexOn('status'))).rejects.toThrow(
      'more than one index of a table at a time cannot be changed in place',
    );
  });

  it('does not change what an index holds', async () => {
    await deploy(indexOn('customer'));

    await expect(deploy(indexOn('customer', 'ALL'))).rejects.toThrow(
      'the index by-customer of a table cannot be changed in place',
    );
  });
});
