import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { beginMove } from '../../../services/identity/beginMove.ts';
import { AddressRefused } from '../../../services/identity/cognitoUsers.ts';
import { finishMove } from '../../../services/identity/finishMove.ts';
import type { Member } from '../../../services/identity/member.ts';
import type { Move } from '../../../services/identity/move.ts';
import {
  beginMembership,
  inPool,
  type PeoplePorts,
  removeMember,
} from '../../../services/identity/people.ts';
import { Joining } from '../../../services/identity/person.ts';
import { aMember, aRoute, aTenantId, aUlid } from '../../support/builders.ts';
import { fakeCognito } from '../../support/fakeCognito.ts';
import { fixedNow } from '../../support/fakes.ts';
import { membershipsOn } from '../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { atMoment, watched } from '../../support/watched.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);

const here = aMember(1);
const madeFor = aRoute(2).provisionedEventId;
const elsewhere = aMember(1, { tenantId: aTenantId(2), madeFor, membershipId: aUlid(9) });
const { userPoolId, username } = here;

const asked: Move = {
  moveId: aUlid(6_000),
  userPoolId,
  username,
  from: here.email,
  to: 'new@example.com',
  codeHash: 'any',
  expiresAt: 4_102_444_800,
};
const wanted = { userPoolId, email: asked.to };

/** Somebody in two tenants who has brought the code back: the move has begun. */
const aWorld = async () => {
  const { members, people, moving, bus } = await memberships([here, elsewhere]);
  const { cognito, put, usernames } = fakeCognito();
  put(here, { username, createdAt: new Date(0), hasSignedIn: true });
  const latestRoute = async (tenantId: string) =>
    [aRoute(1), aRoute(2)].find((route) => route.tenantId === tenantId);
  const ports = { ...moving, latestRoute, members, people, cognito, newUlid: () => aUlid(7_000) };
  await moving.moves.ask(asked, []);
  await beginMove(ports, asked);
  const addressesOf = async () =>
    Promise.all([here, elsewhere].map(async (one) => (await members.get(one))?.email));
  /** Everything that says where the person is. */
  const state = async () => ({
    members: await addressesOf(),
    user: (await cognito.find(wanted))?.username,
    rows: [await people.get(here), await people.get(wanted)],
    done: (await moving.moves.get(asked))?.doneAt,
    told: new Set(bus.sent.map(({ detail }) => JSON.stringify(detail))).size,
  });
  return { ports, put, usernames, state };
};

const memberships2 = new Set([here.membershipId, elsewhere.membershipId]);
/** The person at the old address, from when it has left. */
const closed = {
  userPoolId,
  email: here.email,
  closing: asked.moveId,
  unfinished: 'closed',
  lastTenantId: here.tenantId,
};
const arrived = {
  members: [asked.to, asked.to],
  user: username,
  rows: [closed, { ...wanted, username, memberships: memberships2, moves: 1 }],
  done: fixedNow().toISOString(),
  told: 2,
};

/** The same ports, each of whose calls is cut off at its n-th moment, or does something there. */
const actingAt = (ports: PeoplePorts & { members: object }, pass: () => Promise<void>) => {
  const after = { after: pass };
  const { publish } = ports;
  return {
    ...ports,
    moves: watched(ports.moves, after),
    cognito: watched(ports.cognito, after),
    members: watched(ports.members, after),
    publish: async (...given: Parameters<typeof publish>) => {
      await publish(...given);
      await pass();
    },
  };
};

describe('finishMove', () => {
  it('moves the person in Cognito, in every tenant and in its own row', async () => {
    const { ports, state } = await aWorld();

    await finishMove(ports)(asked);

    expect(await state()).toEqual(arrived);
  });

  it('ends, run again, what it was cut off in, whatever came last', async () => {
    for (let n = 1, isOver = false; !isOver; n += 1) {
      const { ports, state } = await aWorld();
      const moment = atMoment(n, () => Promise.reject(new Error('crash')));
      await finishMove(actingAt(ports, moment.pass))(asked).catch(() => {});

      await finishMove(ports)(asked);

      expect({ n, ...(await state()) }).toEqual({ n, ...arrived });
      isOver = moment.isOver();
    }
  });

  it('does nothing more where another run has fallen in between', async () => {
    for (let n = 1, isOver = false; !isOver; n += 1) {
      const { ports, state } = await aWorld();
      const moment = atMoment(n, async () => {
        await finishMove(ports)(asked);
      });

      await finishMove(actingAt(ports, moment.pass))(asked);

      expect({ n, ...(await state()) }).toEqual({ n, ...arrived });
      isOver = moment.isOver();
    }
  });

  it('does nothing before the move has begun', async () => {
    const { members, people, moving } = await memberships([here]);
    const { cognito } = fakeCognito();
    const ports = { ...moving, members, people, cognito };
    await moving.moves.ask(asked, []);

    await finishMove(ports)(asked);

    expect((await members.get(here))?.email).toBe(here.email);
    expect(await people.get(wanted)).toBeUndefined();
  });

  it('deletes the user of a membership that had ended when the move began', async () => {
    const { ports, put, usernames, state } = await aWorld();
    put(wanted, { username: 'stray', createdAt: fixedNow(), hasSignedIn: false });

    await finishMove(ports)(asked);

    expect(await state()).toEqual(arrived);
    expect(usernames()).toEqual([username]);
  });

  it('leaves everything as it was where Cognito does not take the address', async () => {
    const { ports, state } = await aWorld();
    const changeAddress = () => Promise.reject(new AddressRefused('no'));

    const answer = await finishMove({ ...ports, cognito: { ...ports.cognito, changeAddress } })(
      asked,
    );

    const invitedBy = elsewhere.tenantId;
    const place = { userPoolId, email: here.email };
    const person = { ...place, username, memberships: memberships2, invitedBy };
    expect(answer).toBe('refused');
    expect(await state()).toEqual({
      members: [here.email, here.email],
      rows: [person, undefined],
      told: 0,
    });
    expect(await ports.moves.get(asked)).toBeUndefined();
  });

  it('tells nothing to a tenant that is gone', async () => {
    const { ports, state } = await aWorld();

    await finishMove({ ...ports, latestRoute: async () => undefined })(asked);

    expect(await state()).toEqual({ ...arrived, told: 0 });
  });
});

describe('a person who is moving', () => {
  it('is moved before it leaves a tenant, whatever address that is known by', async () => {
    const { ports, state } = await aWorld();

    await removeMember(ports)(here);

    const rest = new Set([elsewhere.membershipId]);
    expect(await state()).toMatchObject({
      members: [undefined, asked.to],
      user: username,
      rows: [closed, { memberships: rest }],
    });
  });

  it('leaves at the address that it has, when it was read before', async () => {
    const { ports, usernames, state } = await aWorld();
    await finishMove(ports)(asked);

    for (const member of [here, elsewhere]) await removeMember(ports)(member);

    expect(await state()).toMatchObject({
      members: [undefined, undefined],
      rows: [{ unfinished: 'closed' }, { unfinished: 'closed' }],
    });
    expect(usernames()).toEqual([]);
  });

  it.each([
    ['new', asked.to],
    ['old', here.email],
  ])('is moved before anybody joins by its %s address', async (_what, email) => {
    const { ports, state } = await aWorld();
    const third: Member = { ...here, email, tenantId: aTenantId(3), membershipId: aUlid(11) };

    await beginMembership(ports)(Joining.parse(third), false);

    const person = await ports.people.get(third);
    expect(person?.memberships?.has(third.membershipId)).toBe(true);
    expect(person?.username).toBe(email === asked.to ? username : undefined);
    expect((await state()).members).toEqual([asked.to, asked.to]);
  });

  it('is moved without its user where that goes with its pool', async () => {
    const { ports, state } = await aWorld();

    await finishMove(inPool(ports, 'another pool'))(asked);

    expect(await state()).toEqual({ ...arrived, user: undefined });
  });
});
