import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { memberReader } from '../../../../services/identity/authorizer/memberReader.ts';
import { memberKey, memberTable } from '../../../../services/identity/memberTable.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let TableName: string;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  TableName = await engine.table('members');
});
afterAll(() => engine.destroy());

const ada = {
  username: 'ada',
  tenantId: aTenantId(1),
  madeFor: aUlid(2_001),
  email: 'ada@acme.example',
  role: 'TenantAdmin',
  enabled: true,
  announced: false,
  leaving: false,
} as const;

const read = (username: string) => memberReader(engine.documents, TableName)(username);

describe('memberReader', () => {
  it('reads a member as it was added', async () => {
    await memberTable(engine.documents, TableName).add(ada);

    expect(await read('ada')).toEqual(ada);
  });

  it.each(['nobody', '', `admins#${aTenantId(1)}`])('finds nothing under %j', async (username) => {
    expect(await read(username)).toBeUndefined();
  });

  it.each([
    ['role', { role: 'SystemAdmin' }],
    ['tenant', { tenantId: '*' }],
    ['state', { enabled: 'yes' }],
  ])('takes a member with a senseless %s for none', async (_what, wrong) => {
    const Item = { ...memberKey('eve'), ...ada, username: 'eve', ...wrong };
    await engine.documents.send(new PutCommand({ TableName, Item }));

    expect(await read('eve')).toBeUndefined();
  });
});
