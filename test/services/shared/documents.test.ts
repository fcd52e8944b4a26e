import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { itemsOf } from '../../../services/shared/documents.ts';
import { TransientError } from '../../../services/shared/errors.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

describe('itemsOf', () => {
  it('answers the items that there are, and asks nothing when no key is given', async () => {
    const { documents } = engine;
    const table = await engine.table('members', 'found');
    for (const pk of ['a', 'b']) {
      await documents.send(new PutCommand({ TableName: table, Item: { pk } }));
    }

    const found = await itemsOf(documents, table)([{ pk: 'b' }, { pk: 'none' }, { pk: 'a' }]);

    expect(new Set(found)).toEqual(new Set([{ pk: 'a' }, { pk: 'b' }]));
    expect(await itemsOf(documents, 'no-such-table')([])).toEqual([]);
  });

  it('is refused as transient when DynamoDB leaves keys out', async () => {
    const { documents } = engine;
    const table = await engine.table('members', 'large');
    const large = 'x'.repeat(390_000);
    const keys = Array.from({ length: 50 }, (_, index) => ({ pk: `large-${index}` }));
    for (const key of keys) {
      await documents.send(new PutCommand({ TableName: table, Item: { ...key, large } }));
    }

    const read = itemsOf(documents, table)(keys);

    await expect(read).rejects.toThrow(TransientError);
  });
});
