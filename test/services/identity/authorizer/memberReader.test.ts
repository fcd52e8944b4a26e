import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { memberReader } from '../../../../services/identity/authorizer/memberReader.ts';
import type { MemberId } from '../../../../services/identity/member.ts';
import { memberKey } from '../../../../services/identity/memberKeys.ts';
import { aMember, aTenantId } from '../../../support/builders.ts';
import { type Memberships, membershipsOn } from '../../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let memberships: Memberships;

const ada = aMember(1);

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  memberships = await membershipsOn(() => engine)([ada]);
});
afterAll(() => engine.destroy());

const read = (id: MemberId) => memberReader(engine.documents, memberships.tableName)(id);

describe('memberReader', () => {
  it('reads a member as it was added', async () => {
    expect(await read(ada)).toEqual(ada);
  });

  it.each(['nobody', '', `${ada.username}#`])('finds nothing under %j', async (username) => {
    expect(await read({ ...ada, username })).toBeUndefined();
  });

  it('finds nobody in another tenant', async () => {
    expect(await read({ ...ada, tenantId: aTenantId(2) })).toBeUndefined();
  });

  it.each([
    ['role', { role: 'SystemAdmin' }],
    ['tenant', { tenantId: '*' }],
    ['state', { enabled: 'yes' }],
  ])('takes a member with a senseless %s for none', async (_what, wrong) => {
    const eve = aMember(9);
    const Item = { ...memberKey(eve), ...eve, ...wrong };
    await engine.documents.send(new PutCommand({ TableName: memberships.tableName, Item }));

    expect(await read(eve)).toBeUndefined();
  });
});
