import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../services/identity/member.ts';
import {
  beginMembership,
  inPool,
  removeJoining,
  removeMember,
} from '../../../services/identity/people.ts';
import type { Joining } from '../../../services/identity/person.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { atMoment, watched } from '../../support/watched.ts';
import { again, aPersonOn, elsewhere, first, NOTHING, place } from './aPerson.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aPerson = aPersonOn(() => engine);

describe('removeMember', () => {
  it('takes the user along with its last membership', async () => {
    const { ports, arrive, left } = await aPerson();
    const member = await arrive(first);

    await removeMember(ports)(member);

    expect(await left(member)).toEqual(NOTHING);
  });

  it('leaves the user as long as it is a member elsewhere', async () => {
    const { ports, arrive, user, person } = await aPerson();
    const other = await arrive(elsewhere);
    const member = await arrive(first);

    await removeMember(ports)(member);

    expect(user()?.username).toBe(other.username);
    expect((await person())?.memberships).toEqual(new Set([other.membershipId]));
    expect(await ports.members.get(other)).toEqual(other);
    expect(await ports.members.get(member)).toBeUndefined();
  });

  it('takes the user along when all memberships end at the same moment', async () => {
    const { ports, arrive, user, person } = await aPerson();
    const all = [await arrive(elsewhere), await arrive(first)];

    await Promise.all(all.map(removeMember(ports)));

    expect([user(), (await person())?.unfinished]).toEqual([undefined, 'closed']);
  });

  it('does nothing the second time', async () => {
    const { ports, arrive, user, person } = await aPerson();
    const other = await arrive(elsewhere);
    const member = await arrive(first);
    await removeMember(ports)(member);

    await removeMember(ports)(member);

    expect(user()?.username).toBe(other.username);
    expect((await person())?.memberships).toEqual(new Set([other.membershipId]));
  });

  it('ends, run again, what it was cut off in, whatever came last', async () => {
    for (let n = 1, isOver = false; !isOver; n += 1) {
      const { ports, arrive, left } = await aPerson();
      const member = await arrive(first);
      const moment = atMoment(n, () => Promise.reject(new Error('crash')));
      const after = { after: moment.pass };
      const [people, cognito] = [watched(ports.people, after), watched(ports.cognito, after)];
      await removeMember({ ...ports, people, cognito })(member).catch(() => {});

      await removeMember(ports)(member);

      expect({ n, left: await left(member) }).toEqual({ n, left: NOTHING });
      isOver = moment.isOver();
    }
  });

  /** Runs a removal, and at its n-th step another one, after which the person comes back. */
  const fallingBehind = async (n: number, kept: readonly Joining[]) => {
    const world = await aPerson();
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
    const { ports, arrive, user, person } = await aPerson();
    const member = await arrive(first);

    await removeMember(inPool(ports, 'another pool'))(member);

    expect(user()?.username).toBe(member.username);
    expect((await person())?.unfinished).toBe('closed');
    expect(await ports.members.get(member)).toBeUndefined();
  });
});

describe('beginMembership', () => {
  it('finds what an earlier try began', async () => {
    const { ports, person } = await aPerson();
    await beginMembership(ports)(first, false);

    expect(await beginMembership(ports)(again, false)).toEqual(first);
    expect((await person())?.memberships).toEqual(new Set([first.membershipId]));
  });

  it('ends the closing that it meets, and goes on', async () => {
    const { ports, arrive, user, person } = await aPerson();
    const member = await arrive(first);
    await ports.people.close({ ...member, isJoining: false }, 'cut off');

    const begun = await beginMembership(ports)(elsewhere, false);

    expect(begun).toEqual(elsewhere);
    expect(user()).toBeUndefined();
    expect(await person()).toEqual({
      userPoolId: place.userPoolId,
      email: place.email,
      invitedBy: elsewhere.tenantId,
      memberships: new Set([elsewhere.membershipId]),
    });
  });

  it('asks to be tried again by a person who is closing time and again', async () => {
    const { ports } = await aPerson();
    const begin = async () => 'busy' as const;

    const beginning = beginMembership({ ...ports, people: { ...ports.people, begin } })(
      first,
      false,
    );

    await expect(beginning).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe('removeJoining', () => {
  it('takes the user along that was made for it alone', async () => {
    const { ports, user, person } = await aPerson();
    await beginMembership(ports)(first, false);
    await ports.cognito.invite(first);

    await removeJoining(ports)(first);

    expect([user(), (await person())?.unfinished]).toEqual([undefined, 'closed']);
    expect(await ports.people.joining(first)).toBeUndefined();
  });

  it('leaves the user of somebody who is a member elsewhere', async () => {
    const { ports, arrive, user, person } = await aPerson();
    const other = await arrive(elsewhere);
    await beginMembership(ports)(first, false);

    await removeJoining(ports)(first);

    expect(user()?.username).toBe(other.username);
    expect((await person())?.memberships).toEqual(new Set([other.membershipId]));
  });

  it('leaves a membership that it came to be meanwhile', async () => {
    const { ports, arrive, user } = await aPerson();
    const member = await arrive(first);

    await removeJoining(ports)(first);

    expect(user()?.username).toBe(member.username);
    expect(await ports.members.get(member)).toEqual(member);
  });
});
