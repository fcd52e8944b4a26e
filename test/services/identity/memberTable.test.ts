import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member, MemberState } from '../../../services/identity/member.ts';
import { memberTable } from '../../../services/identity/memberTable.ts';
import { aMember, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

/** A table with these members, and the count of the first tenant's admins as it stands there. */
const aTable = async (members: readonly Member[] = []) => {
  count += 1;
  const TableName = await engine.table('members', `members-${count}`);
  const table = memberTable(engine.documents, TableName);
  for (const member of members) await table.add(member);
  const admins = async (): Promise<unknown> => {
    const Key = { pk: `admins#${ada.madeFor}` };
    return (await engine.documents.send(new GetCommand({ TableName, Key }))).Item?.['admins'];
  };
  return { table, admins };
};

const ada = aMember(1);
const bob = aMember(2);
const user = aMember(3, { role: 'TenantUser' });

const as = ({ role, enabled, leaving }: Member, more: Partial<MemberState>): MemberState => ({
  role,
  enabled,
  leaving,
  ...more,
});

describe('memberTable', () => {
  it('gives back what was added', async () => {
    const { table } = await aTable([ada]);

    expect(await table.get(ada.username)).toEqual(ada);
  });

  it('knows nobody who was not added', async () => {
    const { table } = await aTable([ada]);

    expect(await table.get(aUsername(9))).toBeUndefined();
  });

  it('adds a member once, and counts it once', async () => {
    const { table, admins } = await aTable([ada]);

    await table.add({ ...ada, enabled: false });
    await table.add({ ...ada, email: 'other@example.com' });

    expect(await table.get(ada.username)).toEqual(ada);
    expect(await admins()).toBe(1);
  });

  it('marks a member announced', async () => {
    const { table } = await aTable([aMember(1, { announced: false })]);

    await table.markAnnounced(ada.username);

    expect(await table.get(ada.username)).toEqual(ada);
  });

  it('marks nobody announced who is no member', async () => {
    const { table } = await aTable();

    await expect(table.markAnnounced(ada.username)).rejects.toThrow();
    expect(await table.get(ada.username)).toBeUndefined();
  });

  const changes: [string, Member, Partial<MemberState>, number][] = [
    ['demoting an admin', bob, { role: 'TenantUser' }, 1],
    ['promoting a user', user, { role: 'TenantAdmin' }, 3],
    ['disabling an admin', bob, { enabled: false }, 1],
    ['disabling a user', user, { enabled: false }, 2],
    ['enabling an admin', aMember(4, { enabled: false }), { enabled: true }, 3],
    ['removing an admin', bob, { leaving: true }, 1],
    ['removing a user', user, { leaving: true }, 2],
    ['demoting a disabled admin', aMember(4, { enabled: false }), { role: 'TenantUser' }, 2],
    ['removing a disabled admin', aMember(4, { enabled: false }), { leaving: true }, 2],
    [
      'promoting a disabled user',
      aMember(4, { role: 'TenantUser', enabled: false }),
      { role: 'TenantAdmin' },
      2,
    ],
    ['changing nothing', bob, {}, 2],
  ];

  it.each(changes)(
    'has the right count of admins after %s',
    async (_what, member, to, expected) => {
      const { table, admins } = await aTable([ada, bob, user, member]);

      const changed = await table.change(member, as(member, to));

      expect(changed).toBe('changed');
      expect(await table.get(member.username)).toEqual({ ...member, ...to });
      expect(await admins()).toBe(expected);
    },
  );

  const losses: [string, Partial<MemberState>][] = [
    ['demote', { role: 'TenantUser' }],
    ['disable', { enabled: false }],
    ['remove', { leaving: true }],
  ];

  it.each(losses)('refuses to %s the last admin, and changes nothing', async (_what, to) => {
    const { table, admins } = await aTable([ada, user, aMember(4, { enabled: false })]);

    const changed = await table.change(ada, as(ada, to));

    expect(changed).toBe('lastAdmin');
    expect(await table.get(ada.username)).toEqual(ada);
    expect(await admins()).toBe(1);
  });

  it.each(losses)('lets nobody %s the last two admins at the same moment', async (_what, to) => {
    const { table, admins } = await aTable([ada, bob]);

    const settled = await Promise.allSettled(
      [ada, bob].map((member) => table.change(member, as(member, to))),
    );

    const changed = settled.filter((one) => one.status === 'fulfilled' && one.value === 'changed');
    expect(changed).toHaveLength(1);
    expect(await admins()).toBe(1);
  });

  it('refuses a change of what somebody else has changed meanwhile', async () => {
    const { table, admins } = await aTable([ada, bob]);
    await table.change(bob, as(bob, { role: 'TenantUser' }));

    const changing = table.change(bob, as(bob, { enabled: false }));

    await expect(changing).rejects.toMatchObject({ name: 'TransientError' });
    expect(await admins()).toBe(1);
  });

  it('changes no member who is gone', async () => {
    const { table, admins } = await aTable([ada, bob]);
    await table.change(bob, as(bob, { leaving: true }));
    await table.remove(bob.username);

    const changing = table.change(bob, as(bob, { role: 'TenantUser' }));

    await expect(changing).rejects.toMatchObject({ name: 'TransientError' });
    expect(await admins()).toBe(1);
  });

  it('forgets a member, and succeeds when it is forgotten', async () => {
    const { table } = await aTable([ada]);

    await table.remove(ada.username);
    await table.remove(ada.username);

    expect(await table.get(ada.username)).toBeUndefined();
  });

  it('forgets how many admins a tenant has, and nothing of another incarnation', async () => {
    const { table, admins } = await aTable([ada]);

    await table.forget(aUlid(9));
    const before = await admins();
    await table.forget(ada.madeFor);
    await table.forget(ada.madeFor);

    expect([before, await admins()]).toEqual([1, undefined]);
    expect(await table.get(ada.username)).toEqual(ada);
  });

  it('counts the admins of each tenant, and of each incarnation, by themselves', async () => {
    const others = aMember(5, { tenantId: aTenantId(2), madeFor: aUlid(8) });
    const { table, admins } = await aTable([ada, aMember(4, { madeFor: aUlid(9) }), others]);

    expect(await admins()).toBe(1);
    expect(await table.change(ada, as(ada, { leaving: true }))).toBe('lastAdmin');
  });

  it('lists a tenant’s members page by page, in the order of usernames', async () => {
    const { table } = await aTable([user, bob, ada, aMember(5, { tenantId: aTenantId(2) })]);

    const first = await table.list(aTenantId(1), { limit: 2, after: undefined });
    const second = await table.list(aTenantId(1), { limit: 2, after: first.at(-1)?.username });

    expect(first).toEqual([ada, bob]);
    expect(second).toEqual([user]);
  });

  it('lists nothing of a tenant without members', async () => {
    const { table } = await aTable([ada]);

    expect(await table.list(aTenantId(2), { limit: 2, after: undefined })).toEqual([]);
  });
});
