import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import type { Ending, Joining } from '../../../services/identity/person.ts';
import { aJoining, aTenantId, aUlid, aUsername } from '../../support/builders.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

const one = aJoining(1);
const { userPoolId, email, membershipId } = one;
/** The same person's membership of another tenant. */
const other = aJoining(1, { tenantId: aTenantId(2), membershipId: aUlid(9) });

/** The end of a membership, or of a beginning. */
const ending = (joining: Joining, isJoining = false): Ending => ({ ...joining, isJoining });

/** People of whose memberships these have begun. */
const aTable = async (begun: readonly Joining[] = []) => {
  const { people } = await memberships();
  for (const joining of begun) await people.begin(joining, false);
  return people;
};

/** A person who is closing. */
const aClosing = async () => {
  const people = await aTable([one]);
  await people.close(ending(one), 'first');
  return people;
};

/** A person whose user was deleted. */
const aClosed = async () => {
  const people = await aClosing();
  await people.markClosed(one, 'first', aUlid(20));
  return people;
};

describe('personTable, of beginnings', () => {
  it('begins a membership and counts it', async () => {
    const people = await aTable();

    expect(await people.begin(one, false)).toBe('begun');
    expect(await people.joining(one)).toEqual(one);
    const { tenantId: invitedBy } = one;
    const memberships = new Set([membershipId]);
    expect(await people.get(one)).toEqual({ userPoolId, email, invitedBy, memberships });
  });

  it('keeps what was begun first, and counts it alone', async () => {
    const people = await aTable([one]);

    expect(await people.begin({ ...one, membershipId: aUlid(9) }, false)).toBe('known');
    expect(await people.joining(one)).toEqual(one);
    expect((await people.get(one))?.memberships).toEqual(new Set([membershipId]));
  });

  it('counts a person’s memberships of several tenants', async () => {
    const people = await aTable([one, other]);

    expect((await people.get(one))?.memberships).toEqual(
      new Set([membershipId, other.membershipId]),
    );
  });

  it.each([
    ['pool', { userPoolId: 'us-east-1_silo' }],
    ['address', { email: 'else@example.com' }],
  ])('knows somebody of another %s for another person', async (_what, another) => {
    const people = await aTable([one, { ...other, ...another }]);

    expect((await people.get(one))?.memberships).toEqual(new Set([membershipId]));
  });

  it('begins nothing for a person who is closing', async () => {
    const people = await aClosing();

    expect(await people.begin(other, false)).toBe('busy');
    expect(await people.joining(other)).toBeUndefined();
    expect((await people.get(one))?.memberships).toBeUndefined();
  });

  it('lists the beginnings of a tenant', async () => {
    const second = aJoining(2);
    const people = await aTable([one, second, other]);

    expect(await people.joiningsOf(one.tenantId)).toEqual([one, second]);
  });

  it('begins once more for a person who is closed, as if there had been none before', async () => {
    const people = await aClosed();

    expect(await people.begin(other, false)).toBe('begun');
    expect(await people.get(one)).toEqual({
      userPoolId,
      email,
      invitedBy: other.tenantId,
      memberships: new Set([other.membershipId]),
    });
  });
});

describe('personTable, of the end of memberships', () => {
  it.each([
    ['one of two', [one, other], membershipId, true],
    ['the last one', [one], membershipId, false],
    ['one that is not counted', [one, other], aUlid(7), false],
    ['one of nobody', [], membershipId, false],
  ] as const)('leaves %s', async (_what, begun, ended, left) => {
    const people = await aTable(begun);

    expect(await people.leave(ending({ ...one, membershipId: ended }))).toBe(left);
    const counted = begun.map((joining) => joining.membershipId);
    expect([...((await people.get(one))?.memberships ?? [])].sort()).toEqual(
      counted.filter((id) => !left || id !== ended).sort(),
    );
  });

  it.each([
    ['the last one', [one], membershipId, true],
    ['one of two', [one, other], membershipId, false],
    ['another’s last one', [one], aUlid(7), false],
    ['one of nobody', [], membershipId, false],
  ] as const)('closes %s', async (_what, begun, ended, closed) => {
    const people = await aTable(begun);

    const last = ending({ ...one, membershipId: ended });
    expect(await people.close(last, 'first')).toBe(closed);
    expect((await people.get(one))?.closing).toBe(closed ? 'first' : undefined);
  });

  it('closes once: a second closing does not take its place', async () => {
    const people = await aClosing();

    expect(await people.close(ending(one), 'second')).toBe(false);
    expect((await people.get(one))?.closing).toBe('first');
  });

  it('counts each of two that end at the same moment: one leaves, and the other closes', async () => {
    const people = await aTable([one, other]);

    const left = await Promise.all([one, other].map((each) => people.leave(ending(each))));

    expect(left.toSorted()).toEqual([false, true]);
    expect((await people.get(one))?.memberships?.size).toBe(1);
  });

  it.each([
    ['leaves', [one, other]],
    ['closes', [one]],
  ] as const)('forgets a beginning in the moment in which the person %s', async (_what, begun) => {
    const people = await aTable(begun);
    const end = ending(one, true);

    const left = await people.leave(end);
    const closed = await people.close(end, 'first');

    expect([left, closed]).toEqual([begun.length === 2, begun.length === 1]);
    expect(await people.joining(one)).toBeUndefined();
  });

  it('ends no beginning that is another one by now, or has become a membership', async () => {
    const people = await aTable([one, other]);
    const later = ending({ ...other, tenantId: one.tenantId, madeFor: one.madeFor }, true);

    expect(await people.leave(later)).toBe(false);
    expect(await people.joining(one)).toEqual(one);
    expect((await people.get(one))?.memberships?.size).toBe(2);
  });

  it('notes whom a closing deletes, and closes the person', async () => {
    const people = await aClosing();

    expect(await people.noteUser(one, 'first', aUsername(1))).toBe(true);
    const noted = await people.get(one);
    await people.markClosed(one, 'first', aUlid(20));

    expect(noted?.username).toBe(aUsername(1));
    expect(await people.get(one)).toEqual({
      userPoolId,
      email,
      closing: 'first',
      unfinished: 'closed',
      lastTenantId: one.tenantId,
    });
  });

  it('forgets a person who is closed, and none who is closing or has come back', async () => {
    const people = await aClosing();

    await people.forget(one, 'first');
    const closing = await people.get(one);
    await people.markClosed(one, 'first', aUlid(20));
    await people.forget(one, 'another');
    const closed = await people.get(one);
    await people.forget(one, 'first');

    expect([closing?.unfinished, closed?.unfinished]).toEqual(['closing', 'closed']);
    expect(await people.get(one)).toBeUndefined();
  });

  it('neither notes a user of a person who is not closing, nor closes it', async () => {
    const people = await aTable([one]);

    expect(await people.noteUser(one, 'first', aUsername(1))).toBe(false);
    await people.markClosed(one, 'first', aUlid(20));

    expect(await people.get(one)).toEqual({
      userPoolId,
      email,
      invitedBy: one.tenantId,
      memberships: new Set([membershipId]),
    });
  });

  it('makes nobody of a person who is gone', async () => {
    const people = await aTable();

    expect(await people.noteUser(one, 'first', aUsername(1))).toBe(false);
    await people.markClosed(one, 'first', aUlid(20));

    expect(await people.get(one)).toBeUndefined();
  });

  it('never lets two closings of one person cross', async () => {
    const people = await aClosed();
    await people.begin(other, false);
    await people.close(ending(other), 'second');

    expect(await people.noteUser(one, 'first', aUsername(1))).toBe(false);
    await people.markClosed(one, 'first', aUlid(20));

    expect(await people.get(one)).toEqual({
      userPoolId,
      email,
      closing: 'second',
      unfinished: 'closing',
      lastTenantId: other.tenantId,
    });
  });
});
