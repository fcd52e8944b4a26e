import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../services/identity/member.ts';
import {
  beginMembership,
  inPool,
  removeJoining,
  removeMember,
} from '../../../services/identity/people.ts';
import { Joining } from '../../../services/identity/person.ts';
import { aMember, aTenantId, aUlid } from '../../support/builders.ts';
import { fakeCognito } from '../../support/fakeCognito.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { atMoment, watched } from '../../support/watched.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

const place = aMember(1);
const first: Joining = Joining.parse(place);
/** The same person’s membership of another tenant. */
const elsewhere: Joining = { ...first, tenantId: aTenantId(2), membershipId: aUlid(9) };
/** The same person’s next membership of the first tenant. */
const again: Joining = { ...first, membershipId: aUlid(8) };

const aWorld = async () => {
  const { members, people } = await memberships();
  const { cognito, userAt } = fakeCognito();
  let ulids = 5_000;
  const newUlid = () => {
    ulids += 1;
    return aUlid(ulids);
  };
  const ports = { members, people, cognito, newUlid };
  /** Joins as `enrol` does it. */
  const arrive = async (joining: Joining): Promise<Member> => {
    const begun = await beginMembership(ports)(joining);
    await cognito.invite(begun);
    const member = { ...place, ...begun, username: userAt(begun)?.username ?? '' };
    await members.add(member);
    return member;
  };
  return { ports, arrive, user: () => userAt(place), person: () => people.get(place) };
};

describe('removeMember', () => {
  it('takes the user along with its last membership', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const member = await arrive(first);

    await removeMember(ports)(member);

    expect([user(), await person(), await ports.members.get(member)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leaves the user as long as it is a member elsewhere', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const other = await arrive(elsewhere);
    const member = await arrive(first);

    await removeMember(ports)(member);

    expect(user()?.username).toBe(other.username);
    expect((await person())?.memberships).toEqual(new Set([other.membershipId]));
    expect(await ports.members.get(other)).toEqual(other);
    expect(await ports.members.get(member)).toBeUndefined();
  });

  it('takes the user along when all memberships end at the same moment', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const all = [await arrive(elsewhere), await arrive(first)];

    await Promise.all(all.map(removeMember(ports)));

    expect([user(), await person()]).toEqual([undefined, undefined]);
  });

  it('does nothing the second time', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const other = await arrive(elsewhere);
    const member = await arrive(first);
    await removeMember(ports)(member);

    await removeMember(ports)(member);

    expect(user()?.username).toBe(other.username);
    expect((await person())?.memberships).toEqual(new Set([other.membershipId]));
  });

  it('ends, run again, what it was cut off in, whatever came last', async () => {
    for (let n = 1, isOver = false; !isOver; n += 1) {
      const { ports, arrive, user, person } = await aWorld();
      const member = await arrive(first);
      const moment = atMoment(n, () => Promise.reject(new Error('crash')));
      const after = { after: moment.pass };
      const [people, cognito] = [watched(ports.people, after), watched(ports.cognito, after)];
      await removeMember({ ...ports, people, cognito })(member).catch(() => {});

      await removeMember(ports)(member);

      const left = [user(), await person(), await ports.members.get(member)];
      expect({ n, left }).toEqual({ n, left: [undefined, undefined, undefined] });
      isOver = moment.isOver();
    }
  });

  /** Runs a removal, and at its n-th step another one, after which the person comes back. */
  const fallingBehind = async (n: number, kept: readonly Joining[]) => {
    const world = await aWorld();
    const { ports, arrive } = world;
    for (const joining of kept) await arrive(joining);
    const member = await arrive(first);
    let back: Member | undefined;
    const moment = atMoment(n, async () => {
      await removeMember(ports)(member);
      back = await arrive(again);
    });
    const before = { before: moment.pass };
    await removeMember({
      ...ports,
      people: watched(ports.people, before),
      cognito: watched(ports.cognito, before),
      members: watched(ports.members, before),
    })(member);
    return { ...world, back, isOver: moment.isOver() };
  };

  it.each([
    ['whose user was deleted', []],
    ['whose user was kept for another tenant', [elsewhere]],
  ])(
    'takes nothing from a person %s and who came back while it fell behind',
    async (_what, kept) => {
      for (let n = 1, isOver = false; !isOver; n += 1) {
        const behind = await fallingBehind(n, kept);
        const { ports, back, user, person } = behind;
        isOver = behind.isOver;
        if (!back) continue;

        const counted = (await person())?.memberships?.has(again.membershipId);
        expect({ n, user: user()?.username }).toEqual({ n, user: back.username });
        expect({ n, counted }).toEqual({ n, counted: true });
        expect({ n, member: await ports.members.get(back) }).toEqual({ n, member: back });
      }
    },
  );

  it('deletes no user of a pool that goes with its users, and asks it nothing', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const member = await arrive(first);

    await removeMember(inPool(ports, 'another pool'))(member);

    expect(user()?.username).toBe(member.username);
    expect([await person(), await ports.members.get(member)]).toEqual([undefined, undefined]);
  });
});

describe('beginMembership', () => {
  it('finds what an earlier try began', async () => {
    const { ports, person } = await aWorld();
    await beginMembership(ports)(first);

    expect(await beginMembership(ports)(again)).toEqual(first);
    expect((await person())?.memberships).toEqual(new Set([first.membershipId]));
  });

  it('ends the closing that it meets, and goes on', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const member = await arrive(first);
    await ports.people.close(member, member.membershipId, 'cut off');

    const begun = await beginMembership(ports)(elsewhere);

    expect(begun).toEqual(elsewhere);
    expect(user()).toBeUndefined();
    expect(await person()).toEqual({
      userPoolId: place.userPoolId,
      email: place.email,
      memberships: new Set([elsewhere.membershipId]),
    });
  });

  it('asks to be tried again by a person who is closing time and again', async () => {
    const { ports } = await aWorld();
    const begin = async () => 'closing' as const;

    const beginning = beginMembership({ ...ports, people: { ...ports.people, begin } })(first);

    await expect(beginning).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe('removeJoining', () => {
  it('takes the user along that was made for it alone', async () => {
    const { ports, user, person } = await aWorld();
    await beginMembership(ports)(first);
    await ports.cognito.invite(first);

    await removeJoining(ports)(first);

    expect([user(), await person(), await ports.people.joining(first)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leaves the user of somebody who is a member elsewhere', async () => {
    const { ports, arrive, user, person } = await aWorld();
    const other = await arrive(elsewhere);
    await beginMembership(ports)(first);

    await removeJoining(ports)(first);

    expect(user()?.username).toBe(other.username);
    expect((await person())?.memberships).toEqual(new Set([other.membershipId]));
  });

  it('leaves a membership that it came to be meanwhile', async () => {
    const { ports, arrive, user } = await aWorld();
    const member = await arrive(first);

    await removeJoining(ports)(first);

    expect(user()?.username).toBe(member.username);
    expect(await ports.members.get(member)).toEqual(member);
  });
});
