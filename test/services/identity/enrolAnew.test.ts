import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aJoining, aMember, aRoute, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { enrollingOn, known, origin, user } from './enrolling.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const enrolling = enrollingOn(() => engine);

describe('enrol, in a tenant that was made anew', () => {
  const before = aUlid(2_000);

  it('forgets whom it was made with before, and was never told', async () => {
    const earlier = aMember(2, { announced: false, madeFor: before });
    const { run, list, cognito, ports } = await enrolling([earlier]);

    await run(user, origin({ isFirst: true }));

    expect((await list()).map(({ email }) => email)).toEqual([user.email]);
    expect(cognito.usernames()).toHaveLength(1);
    expect((await ports.people.get(earlier))?.unfinished).toBe('closed');
  });

  it('forgets the beginning of the same person’s membership, which would count for ever', async () => {
    const { run, ports } = await enrolling();
    const begun = aJoining(1, { madeFor: before });
    await ports.people.begin(begun, false);

    await run(user, origin({ isFirst: true }));

    expect(await ports.people.joining(begun)).toBeUndefined();
    expect((await ports.people.get(user))?.memberships?.size).toBe(1);
  });

  it('makes the first admin anew who was made before, and was never told', async () => {
    const earlier = known({ announced: false, madeFor: before });
    const { run, list } = await enrolling([earlier]);

    const enrolled = await run(user, origin({ isFirst: true }));

    expect(enrolled.kind).toBe('enrolled');
    expect(await list()).toMatchObject([{ email: user.email, madeFor: user.madeFor }]);
  });

  it('makes no first admin where the tenant has had one, who has another address by now', async () => {
    const latestRoute = async () => aRoute(1, { firstUserEventId: aUlid(3_001) });
    const { run, list, cognito, bus } = await enrolling([], { latestRoute });

    const enrolled = await run(user, origin({ isFirst: true }));

    expect(enrolled.kind).toBe('madeBefore');
    expect([await list(), cognito.usernames(), bus.sent]).toEqual([[], [], []]);
  });

  it('fails for somebody who was told of the tenant as it was before', async () => {
    const { run, list, bus } = await enrolling([known({ madeFor: before })]);

    await expect(run(user, origin())).rejects.toMatchObject({ name: 'PermanentError' });
    expect([bus.sent, await list()]).toEqual([[], [known({ madeFor: before })]]);
  });

  it.each([
    ['was told', aMember(2, { madeFor: before }), true],
    ['is of the tenant as it stands', aMember(2, { announced: false }), true],
    ['another user comes before', aMember(2, { announced: false, madeFor: before }), false],
  ])('leaves a member who %s', async (_what, other, isFirst) => {
    const { run, ports, cognito } = await enrolling([other]);

    await run(user, origin({ isFirst }));

    expect(await ports.members.get(other)).toEqual(other);
    expect(cognito.userAt(other)?.username).toBe(other.username);
  });

  const anew = aRoute(1, { provisionedEventId: aUlid(3) });

  it.each([
    ['is gone', false, undefined],
    ['is gone', true, undefined],
    ['was made anew', false, anew],
    ['was made anew', true, anew],
  ])('takes the user back when the tenant %s (isFirst: %s)', async (_what, isFirst, route) => {
    const latestRoute = async () => route;
    const { run, bus, list, cognito, ports } = await enrolling([], { latestRoute });

    expect(await run(user, origin({ isFirst }))).toEqual({ kind: 'tenantGone' });

    expect([bus.sent, await list(), cognito.usernames()]).toEqual([[], [], []]);
    expect((await ports.people.get(user))?.unfinished).toBe('closed');
  });

  it('takes the user back though no list shows it yet', async () => {
    const latestRoute = async () => undefined;
    const { ports, run, cognito } = await enrolling([], { latestRoute });
    ports.members.list = async () => [];

    expect(await run(user, origin())).toEqual({ kind: 'tenantGone' });

    expect((await ports.people.get(user))?.unfinished).toBe('closed');
    expect(cognito.usernames()).toEqual([]);
  });

  it('leaves whoever is of another incarnation when it takes the user back', async () => {
    const other = aMember(2, { madeFor: aUlid(3) });
    const { run, ports } = await enrolling([other], { latestRoute: async () => anew });

    await run(user, origin());

    expect(await ports.members.get(other)).toEqual(other);
  });

  it('looks whether the tenant is there only when the member can be found', async () => {
    const seen: number[] = [];
    const { run, ports, list } = await enrolling();
    ports.latestRoute = async () => {
      seen.push((await list()).length);
      return aRoute(1);
    };

    await run(user, origin());

    expect(seen).toEqual([1]);
  });
});
