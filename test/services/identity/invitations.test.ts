import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { personTable } from '../../../services/identity/personTable.ts';
import { aJoining, aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let tables = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const one = aJoining(1);
const { email, userPoolId, membershipId, tenantId } = one;

/** People, of whom one is being made a member. */
const aTable = async () => {
  tables += 1;
  const people = personTable(engine.documents, await engine.table('members', `invited-${tables}`));
  await people.begin(one, false);
  return people;
};

describe('personTable, of invitations', () => {
  it('notes who has begun a membership last, and who invites again', async () => {
    const people = await aTable();
    await people.begin({ ...one, tenantId: aTenantId(2), membershipId: aUlid(9) }, false);
    expect((await people.get(one))?.invitedBy).toBe(aTenantId(2));

    await people.noteInviter(one, tenantId);

    expect((await people.get(one))?.invitedBy).toBe(tenantId);
  });

  it('notes nothing of somebody who is no member anywhere', async () => {
    const people = await aTable();
    const stranger = { userPoolId, email: 'stranger@example.com' };
    await people.close({ ...one, membershipId, isJoining: true }, aUlid(8));

    for (const address of [stranger, { userPoolId, email }]) {
      await people.noteInviter(address, tenantId);
      await people.noteInvitation(address, new Date(0));
    }

    expect(await people.get(stranger)).toBeUndefined();
    expect(await people.get(one)).not.toHaveProperty('invitedBy');
    expect(await people.get(one)).not.toHaveProperty('invitedAt');
  });

  it('notes when the last invitation went out, and that none is open', async () => {
    const people = await aTable();

    await people.noteInvitation(one, new Date(1));
    await people.noteInvitation(one, new Date(2));
    expect((await people.get(one))?.invitedAt).toBe(new Date(2).toISOString());
    await people.noteInvitation(one, undefined);

    expect((await people.get(one))?.invitedAt).toBeUndefined();
  });
});
