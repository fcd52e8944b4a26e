import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { finishRemovals } from '../../../services/identity/finishRemovals.ts';
import { beginMembership, removeMember } from '../../../services/identity/people.ts';
import { unfinishedRows } from '../../../services/identity/unfinishedRows.ts';
import type { StandingRoute } from '../../../services/shared/route.ts';
import { aRoute } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { atMoment, watched } from '../../support/watched.ts';
import { aPersonOn, elsewhere, first, NOTHING, place } from './aPerson.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aPerson = aPersonOn(() => engine);

const MINUTE = 60_000;

type Place = { pooledUserPoolId?: string; route?: StandingRoute };

/** A person, and the relay as it runs so many minutes from now. */
const aRelay = async ({ pooledUserPoolId = place.userPoolId, route }: Place = {}) => {
  const { ports: known, ...world } = await aPerson();
  const ports = { ...known, newUlid: ulid };
  const measured: number[] = [];
  const run = (minutes: number, more: Partial<typeof ports> = {}) =>
    finishRemovals({
      ...ports,
      pooledUserPoolId,
      unfinished: unfinishedRows(engine.documents, world.tableName),
      latestRoute: async () => route,
      measure: (_metric, seconds) => measured.push(seconds),
      now: () => new Date(Date.now() + minutes * MINUTE),
      ...more,
    })();
  /** Marks the membership as leaving, as DELETE does it before it is cut off. */
  const beginRemoval = async () => {
    const member = await world.arrive(first);
    const { role, enabled } = member;
    await ports.members.change(member, { role, enabled, leaving: true });
    return member;
  };
  return { ...world, ports, measured, run, beginRemoval };
};

describe('finishRemovals', () => {
  it('finishes a removal that was cut off after the member was marked', async () => {
    const { run, beginRemoval, left } = await aRelay();
    const member = await beginRemoval();

    expect(await run(2)).toEqual({ finished: 1 });

    expect(await left(member)).toEqual(NOTHING);
  });

  it('finishes a removal whatever step it was cut off after, and forgets the person later', async () => {
    for (let n = 1, isOver = false; !isOver; n += 1) {
      const { ports, run, beginRemoval, left, person } = await aRelay();
      const member = await beginRemoval();
      const moment = atMoment(n, () => Promise.reject(new Error('crash')));
      const after = { after: moment.pass };
      const cutOff = { ...ports, people: watched(ports.people, after) };
      await removeMember({ ...cutOff, cognito: watched(ports.cognito, after) })(member).catch(
        () => {},
      );

      await run(2);
      const soon = await left(member);
      await run(10);

      expect({ n, soon }).toEqual({ n, soon: NOTHING });
      expect(await person()).toBeUndefined();
      isOver = moment.isOver();
    }
  });

  it('leaves a removal that may still be under way', async () => {
    const { run, beginRemoval, ports } = await aRelay();
    const member = await beginRemoval();

    expect(await run(0.9)).toEqual({ finished: 0 });

    expect((await ports.members.get(member))?.leaving).toBe(true);
  });

  it('keeps the user of a person who is a member elsewhere', async () => {
    const { run, arrive, beginRemoval, user, ports } = await aRelay();
    const other = await arrive(elsewhere);
    const member = await beginRemoval();

    await run(2);

    expect(user()?.username).toBe(other.username);
    expect(await ports.members.get(member)).toBeUndefined();
    expect(await ports.members.get(other)).toEqual(other);
  });

  it('takes back the beginning of a membership that nobody goes on with, and its user', async () => {
    const { run, ports, user, person } = await aRelay();
    await beginMembership(ports)({ ...first, membershipId: ulid() }, false);
    await ports.cognito.invite(first);

    const young = await run(4.9);
    await run(5.1);

    expect(young).toEqual({ finished: 0 });
    expect([user(), (await person())?.unfinished]).toEqual([undefined, 'closed']);
    expect(await ports.people.joining(first)).toBeUndefined();
  });

  it('leaves the beginning of a tenant’s first admin: the events of its tenant end it', async () => {
    const { run, ports } = await aRelay();
    await beginMembership(ports)(first, true);

    expect(await run(1_000)).toEqual({ finished: 0 });

    expect(await ports.people.joining(first)).toEqual(first);
  });

  it('deletes a user that was made just after its person was closed', async () => {
    const { run, ports, beginRemoval, user, person } = await aRelay();
    await removeMember(ports)(await beginRemoval());
    await ports.cognito.invite(first);

    await run(6);

    expect([user(), (await person())?.unfinished]).toEqual([undefined, 'closed']);
  });

  it('finishes a change of address that was cut off when it had begun', async () => {
    const { run, ports, arrive, user, person } = await aRelay();
    const { username, email: from } = await arrive(first);
    const { userPoolId } = place;
    const to = 'new@example.com';
    const asked = {
      userPoolId,
      username,
      moveId: ulid(),
      from,
      to,
      codeHash: '',
      expiresAt: 1,
      moves: 1,
    };
    await ports.moves.ask(asked, []);
    const begun = { ...asked, begunAt: new Date().toISOString(), tenantIds: [first.tenantId] };
    const at = await person();
    if (at) await ports.moves.begin(begun, at);

    const young = await run(0.9);
    await run(2);
    const again = await run(3);

    expect([young, again]).toEqual([{ finished: 0 }, { finished: 0 }]);
    expect(user()).toBeUndefined();
    expect(await ports.cognito.find({ userPoolId, email: to })).toMatchObject({ username });
    expect((await ports.members.get({ ...first, username }))?.email).toBe(to);
    expect((await ports.people.get({ userPoolId, email: to }))?.memberships?.size).toBe(1);
    expect((await person())?.unfinished).toBe('closed');
  });

  it.each([
    [
      'deletes the user in a silo’s pool',
      { route: aRoute(1, { userPoolId: place.userPoolId }) },
      undefined,
    ],
    ['asks nothing of the pool of a silo that is gone', {}, 'a user'],
  ])('%s', async (_what, there, kept) => {
    const { run, beginRemoval, left } = await aRelay({ pooledUserPoolId: 'pooled', ...there });
    const member = await beginRemoval();

    await run(2);

    const [user, ...rows] = await left(member);
    expect([user && 'a user', ...rows]).toEqual([kept, undefined, 'closed']);
  });

  it('measures how long the oldest one is due, and zero when none is', async () => {
    const { run, beginRemoval, measured } = await aRelay();
    await run(2);
    await beginRemoval();

    await run(3);

    expect(measured[0]).toBe(0);
    expect(measured[1]).toBeCloseTo(120, -1);
  });

  it('throws when one is left, after it has tried the others', async () => {
    const { run, ports, beginRemoval } = await aRelay();
    const member = await beginRemoval();
    const remove = () => Promise.reject(new Error('no table'));

    const failing = run(2, { members: { ...ports.members, remove } });

    await expect(failing).rejects.toThrow('1 removals are still unfinished');
    expect(await ports.members.get(member)).toBeDefined();
  });
});
