import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { leavingUsers } from '../../../services/identity/leavingUsers.ts';
import type { Member } from '../../../services/identity/member.ts';
import { erasureKey } from '../../../services/identity/memberKeys.ts';
import type { RemovalPorts } from '../../../services/identity/removeUsers.ts';
import { eraseTenant, erasureNotes } from '../../../services/shared/eraseTenant.ts';
import type { StandingRoute } from '../../../services/shared/route.ts';
import {
  aJoining,
  aMember,
  aRoute,
  aTenantId,
  aTenantOffboarded,
  aUlid,
} from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fakeCognito } from '../../support/fakeCognito.ts';
import { fixedNow } from '../../support/fakes.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

const ada = aMember(1);
const ben = aMember(2, { role: 'TenantUser' });
const { tenantId, madeFor, userPoolId } = ada;
/** Ben as a member of another tenant. */
const elsewhere = aMember(2, {
  tenantId: aTenantId(2),
  membershipId: aUlid(9),
  madeFor: aUlid(2_002),
});
const siloed = aMember(3, { userPoolId: 'us-east-1_silo' });

const offboarded = aTenantOffboarded(
  { tenantId },
  { tenantId, eventId: aUlid(77), correlationId: aUlid(1), sequence: 21 },
);

/** Members, their users in Cognito, and what identity does when it hears that their tenant has left. */
const setUp = async (known: readonly Member[] = [], route?: StandingRoute) => {
  const { tableName, members, people, moving, join } = await memberships();
  const { cognito, put, usernames } = fakeCognito();
  for (const member of known) {
    await join(member);
    put(member, { username: member.username, createdAt: new Date(0), hasSignedIn: true });
    await members.decide(member.madeFor, { kind: 'announced' });
  }
  const owned = { ...moving, newUlid: () => aUlid(7_000), members, people, cognito };
  const ports: RemovalPorts = { ...owned, pooledUserPoolId: userPoolId };
  const bus = fakeBus();
  const erase = eraseTenant(
    'identity',
    {
      now: fixedNow,
      routeOf: async () => route,
      notes: erasureNotes(engine.documents, tableName, erasureKey),
      publish: bus.publish,
    },
    leavingUsers(ports),
  );
  const rows = async () =>
    (await engine.documents.send(new ScanCommand({ TableName: tableName }))).Items;
  return { ports, put, usernames, rows, bus, run: () => erase(offboarded) };
};

const told = (members: number, users: number) => ({
  Source: 'identity',
  DetailType: 'TenantDataErased',
  detail: {
    metadata: {
      tenantId,
      correlationId: aUlid(1),
      causationId: aUlid(77),
      sequence: 22,
      occurredAt: fixedNow().toISOString(),
    },
    data: {
      tenantId,
      by: 'identity',
      items: [
        { kind: 'members', count: members },
        { kind: 'users', count: users },
      ],
      at: fixedNow().toISOString(),
    },
  },
});

const keyPattern = (tenant: string) => ({ pk: expect.stringContaining(tenant) });

describe('a tenant that has left', () => {
  it('keeps no member, no beginning, no count and no decision, and its people no user', async () => {
    const { run, ports, usernames, rows, bus, put } = await setUp([ada]);
    await ports.people.begin(aJoining(4), false);
    put(aMember(4), { username: 'begun', createdAt: new Date(0), hasSignedIn: false });

    await run();

    expect(usernames()).toEqual([]);
    const left = (await rows())?.map(({ pk }) => pk).sort();
    expect(left).toEqual([
      `erasure#${tenantId}`,
      `person#${userPoolId}#${ada.email}`,
      `person#${userPoolId}#${aMember(4).email}`,
    ]);
    expect((await ports.people.get(ada))?.unfinished).toBe('closed');
    expect(bus.sent).toMatchObject([told(2, 2)]);
  });

  it('leaves people of other tenants, with their users and all that is theirs there', async () => {
    const { run, ports, usernames, bus } = await setUp([ada, ben, elsewhere]);

    await run();

    expect(usernames()).toEqual([ben.username]);
    expect(await ports.members.get(elsewhere)).toEqual(elsewhere);
    expect(await ports.members.decided(elsewhere.madeFor)).toEqual({ kind: 'announced' });
    expect(bus.sent).toMatchObject([told(2, 1)]);
  });

  it('asks nothing of a pool of its own, which is gone', async () => {
    const { run, ports, rows, bus } = await setUp([siloed]);
    ports.cognito.find = () => Promise.reject(new Error('there is no such pool'));

    await run();

    expect(await rows()).not.toContainEqual(expect.objectContaining(keyPattern('member#')));
    expect(bus.sent).toMatchObject([told(1, 1)]);
  });

  it('says the same when it hears of it twice: nothing is left, and no counts are lost', async () => {
    const { run, bus } = await setUp([ada, ben]);

    await run();
    await run();

    expect(bus.sent).toHaveLength(2);
    expect(bus.sent[1]).toEqual(bus.sent[0]);
    expect(bus.sent[0]).toMatchObject(told(2, 2));
  });

  it.each(['forgetDecision', 'forget', 'remove', 'leave'] as const)(
    'goes on where a run is cut off that cannot %s, and counts what there was at first',
    async (what) => {
      const { run, ports, rows, bus } = await setUp([ada, ben]);
      const { members, people } = ports;
      const cut = { [what]: () => Promise.reject(new Error('cut off')) };
      Object.assign(ports, { members: { ...members, ...cut }, people: { ...people, ...cut } });
      await expect(run()).rejects.toThrow('cut off');
      expect(bus.sent).toEqual([]);
      Object.assign(ports, { members, people });

      await run();

      const left = await rows();
      for (const kind of ['member#', 'admins#', 'decision#']) {
        expect(left).not.toContainEqual(expect.objectContaining(keyPattern(kind)));
      }
      expect(await ports.members.decided(madeFor)).toBeUndefined();
      expect(bus.sent).toMatchObject([told(2, 2)]);
    },
  );

  it.each([
    ['stands', aRoute(1), 'Contradicted'],
    ['is just going', aRoute(1, { status: 'erasing' }), 'TransientError'],
  ])('is none that %s: nothing is touched', async (_what, route, name) => {
    const { run, ports, usernames, rows, bus } = await setUp([ada], route);
    const before = await rows();

    await expect(run()).rejects.toMatchObject({ name });

    expect(await rows()).toEqual(before);
    expect(usernames()).toEqual([ada.username]);
    expect(await ports.members.get(ada)).toEqual(ada);
    expect(bus.sent).toEqual([]);
  });
});
