import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member, MemberState } from '../../../services/identity/member.ts';
import { aMember, aTenantId, aUlid } from '../../support/builders.ts';
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

const as = ({ role, enabled, leaving }: Member, more: Partial<MemberState>): MemberState => ({
  role,
  enabled,
  leaving,
  ...more,
});

describe('memberTable, of changes and the count of admins', () => {
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
      expect(await table.get(member)).toEqual({ ...member, ...to });
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
    expect(await table.get(ada)).toEqual(ada);
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
    await table.remove(bob);

    const changing = table.change(bob, as(bob, { role: 'TenantUser' }));

    await expect(changing).rejects.toMatchObject({ name: 'TransientError' });
    expect(await admins()).toBe(1);
  });

  it('forgets how many admins a tenant has, and nothing of another incarnation', async () => {
    const { table, admins } = await aTable([ada]);

    await table.forget(aUlid(9));
    const before = await admins();
    await table.forget(ada.madeFor);
    await table.forget(ada.madeFor);

    expect([before, await admins()]).toEqual([1, undefined]);
    expect(await table.get(ada)).toEqual(ada);
  });

  it('counts the admins of each tenant, and of each incarnation, by themselves', async () => {
    const others = aMember(5, { tenantId: aTenantId(2), madeFor: aUlid(8) });
    const { table, admins } = await aTable([ada, aMember(4, { madeFor: aUlid(9) }), others]);

    expect(await admins()).toBe(1);
    expect(await table.change(ada, as(ada, { leaving: true }))).toBe('lastAdmin');
  });
});
