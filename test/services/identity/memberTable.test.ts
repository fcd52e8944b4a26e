import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../services/identity/member.ts';
import { aJoining, aMember, aTenantId, aUlid } from '../../support/builders.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

/** A table with these members, and the count of the first tenant's admins as it stands there. */
const aTable = async (known: readonly Member[] = []) => {
  const { members: table, tableName: TableName, ...more } = await memberships(known);
  const admins = async (): Promise<unknown> => {
    const Key = { pk: `admins#${ada.madeFor}` };
    return (await engine.documents.send(new GetCommand({ TableName, Key }))).Item?.['admins'];
  };
  return { ...more, table, admins };
};

const ada = aMember(1);
const bob = aMember(2);
const user = aMember(3, { role: 'TenantUser' });

describe('memberTable', () => {
  it('gives back what was added', async () => {
    const { table } = await aTable([ada]);

    expect(await table.get(ada)).toEqual(ada);
  });

  it('knows nobody who was not added', async () => {
    const { table } = await aTable([ada]);

    expect(await table.get(aMember(9))).toBeUndefined();
  });

  it('adds a member once, and counts it once', async () => {
    const { table, admins } = await aTable([ada]);

    const added = await table.add({ ...ada, enabled: false });

    expect(added).toBe(false);
    expect(await table.get(ada)).toEqual(ada);
    expect(await admins()).toBe(1);
  });

  it('ends the beginning of a membership that it adds, and notes the person’s user', async () => {
    const { people } = await aTable([ada]);

    expect(await people.joining(ada)).toBeUndefined();
    expect((await people.get(ada))?.username).toBe(ada.username);
  });

  it('adds nobody whose membership was ended while it was made', async () => {
    const { table, people, admins } = await aTable();
    await people.begin(aJoining(1), false);
    await people.close({ ...ada, isJoining: false }, 'closing');

    expect(await table.add(ada)).toBe(false);
    expect(await table.get(ada)).toBeUndefined();
    expect(await admins()).toBeUndefined();
  });

  it('keeps a person’s memberships of two tenants apart', async () => {
    const elsewhere = aMember(1, {
      tenantId: aTenantId(2),
      membershipId: aUlid(9),
      role: 'TenantUser',
    });
    const { table } = await aTable([ada, elsewhere]);

    await table.remove(ada);

    expect(await table.get(ada)).toBeUndefined();
    expect(await table.get(elsewhere)).toEqual(elsewhere);
  });

  it.each([
    ['announced', 'markAnnounced'],
    ['joined', 'markJoined'],
  ] as const)('marks a member %s', async (what, mark) => {
    const { table } = await aTable([aMember(1, { [what]: false })]);

    await table[mark](ada);

    expect(await table.get(ada)).toEqual(ada);
  });

  it.each(['markAnnounced', 'markJoined'] as const)('%s makes no member', async (mark) => {
    const { table } = await aTable();

    await expect(table[mark](ada)).rejects.toThrow();
    expect(await table.get(ada)).toBeUndefined();
  });

  const anew = aMember(1, { membershipId: aUlid(9), announced: false, joined: false });

  it.each(['markAnnounced', 'markJoined'] as const)(
    '%s of an earlier membership leaves a later one alone',
    async (mark) => {
      const { table } = await aTable([anew]);

      await expect(table[mark](ada)).rejects.toThrow();
      expect(await table.get(ada)).toEqual(anew);
    },
  );

  it('forgets no later membership of the same person', async () => {
    const { table } = await aTable([anew]);

    await table.remove(ada);

    expect(await table.get(ada)).toEqual(anew);
  });

  it('forgets a member, and succeeds when it is forgotten', async () => {
    const { table } = await aTable([ada]);

    await table.remove(ada);
    await table.remove(ada);

    expect(await table.get(ada)).toBeUndefined();
  });

  it('lists a tenant’s members page by page, in the order of usernames', async () => {
    const { table } = await aTable([user, bob, ada, aMember(5, { tenantId: aTenantId(2) })]);

    const first = await table.list(aTenantId(1), { limit: 2, after: undefined });
    const second = await table.list(aTenantId(1), { limit: 2, after: first.at(-1)?.username });

    expect(first).toEqual([ada, bob]);
    expect(second).toEqual([user]);
  });

  it('lists no beginnings among a tenant’s members', async () => {
    const { table, people } = await aTable([ada]);
    await people.begin(aJoining(2), false);

    expect(await table.list(aTenantId(1), { limit: 10, after: undefined })).toEqual([ada]);
  });

  it('finds all memberships of a user, and no beginning under the name that it is listed by', async () => {
    const elsewhere = aMember(1, { tenantId: aTenantId(2), membershipId: aUlid(9) });
    const { table, people } = await aTable([ada, bob, elsewhere]);
    const joining = aJoining(3);
    await people.begin(joining, false);

    expect(await table.ofUser(ada.username)).toEqual([ada, elsewhere]);
    expect(await table.ofUser(`joining#${joining.membershipId}`)).toEqual([]);
  });

  it('lists nothing of a tenant without members', async () => {
    const { table } = await aTable([ada]);

    expect(await table.list(aTenantId(2), { limit: 2, after: undefined })).toEqual([]);
  });
});
