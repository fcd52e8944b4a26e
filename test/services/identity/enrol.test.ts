import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { joinedAt, movedAt } from '../../../events/sequence.ts';
import { beginMove } from '../../../services/identity/beginMove.ts';
import { AddressRefused } from '../../../services/identity/cognitoUsers.ts';
import { finishMove } from '../../../services/identity/finishMove.ts';
import type { Member } from '../../../services/identity/member.ts';
import { beginMembership, removeMember } from '../../../services/identity/people.ts';
import { aMember, aTenantId, aUlid } from '../../support/builders.ts';
import type { fakeBus } from '../../support/fakeBus.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { enrollingOn, known, origin, user } from './enrolling.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const enrolling = enrollingOn(() => engine);

const eventIdsOf = ({ sent }: ReturnType<typeof fakeBus>): unknown[] =>
  sent.map(({ detail }) => Object(detail['metadata']).eventId);

describe('enrol', () => {
  it('makes an announced member, who has not signed in', async () => {
    const { run, list, cognito } = await enrolling();

    const enrolled = await run(user, origin());

    const [member] = await list();
    expect(enrolled).toMatchObject({ kind: 'enrolled', member: { membershipId: aUlid(5_001) } });
    const { tenantName: _notItsOwn, ...asked } = user;
    expect(member).toEqual({
      ...asked,
      username: cognito.userAt(user)?.username,
      membershipId: aUlid(5_001),
      createdAt: fixedNow().toISOString(),
      enabled: true,
      announced: true,
      joined: false,
      leaving: false,
    });
  });

  it('publishes UserCreated with its cause and correlation', async () => {
    const { run, bus, cognito } = await enrolling();

    await run(user, origin());

    const { tenantId, email, role } = user;
    const userId = cognito.userAt(user)?.username;
    expect(bus.sent).toMatchObject([
      {
        DetailType: 'UserCreated',
        detail: {
          metadata: { tenantId, correlationId: aUlid(1), causationId: user.madeFor },
          data: { tenantId, userId, email, role },
        },
      },
    ]);
  });

  it('leaves a member who was announced before alone', async () => {
    const member = known();
    const { run, bus, list, cognito } = await enrolling([member]);

    const enrolled = await run({ ...user, role: 'TenantAdmin' }, origin());

    expect(enrolled).toEqual({ kind: 'known', member });
    expect([bus.sent, cognito.mails]).toEqual([[], []]);
    expect(await list()).toEqual([member]);
  });

  it('announces a known member again when it is the first admin, as it is now', async () => {
    const now = known({ enabled: false });
    const { run, bus, list } = await enrolling([now]);

    const enrolled = await run(user, origin({ isFirst: true }));

    expect(enrolled).toEqual({ kind: 'enrolled', member: now });
    expect(bus.sent).toMatchObject([{ detail: { data: { role: 'TenantUser' } } }]);
    expect(await list()).toEqual([now]);
  });

  it('takes back what another try for the first admin began at the same moment', async () => {
    const { run, ports } = await enrolling([known()]);
    await beginMembership(ports)({ ...known(), membershipId: aUlid(9) }, true);

    await run(user, origin({ isFirst: true }));

    expect(await ports.people.joining(user)).toBeUndefined();
    expect((await ports.people.get(user))?.memberships).toEqual(new Set([known().membershipId]));
  });

  it('orders a user’s joining after the moves of its person, by no clock', async () => {
    const elsewhere = known({ tenantId: aTenantId(2), membershipId: aUlid(9) });
    const { run, bus, ports } = await enrolling([elsewhere]);
    const moved = { ...user, email: 'moved@example.com' };
    const { username } = elsewhere;
    const move = { moveId: aUlid(7), userPoolId: user.userPoolId, username };
    const asked = { ...move, from: elsewhere.email, to: moved.email, codeHash: '', expiresAt: 1 };
    await ports.moves.ask(asked, []);
    await beginMove(ports, asked);
    await finishMove(ports)(asked);

    await run(moved, origin());

    expect(bus.sent).toMatchObject([
      { DetailType: 'UserEmailChanged', detail: { metadata: { sequence: movedAt(2, 1) } } },
      { DetailType: 'UserCreated', detail: { metadata: { sequence: joinedAt(2, 1) } } },
    ]);
  });

  it('announces a later membership of the same user under another id', async () => {
    const elsewhere = known({ tenantId: aTenantId(2), membershipId: aUlid(9) });
    const { run, bus, ports, list } = await enrolling([elsewhere]);
    await run(user, origin());
    for (const member of await list()) await removeMember(ports)(member);

    await run(user, origin());

    const users = bus.sent.map(({ detail }) => Object(detail['data']).userId);
    expect(users).toEqual([elsewhere.username, elsewhere.username]);
    expect(new Set(eventIdsOf(bus)).size).toBe(2);
  });

  it('makes a member of somebody who is a member elsewhere, by the same user', async () => {
    const elsewhere = known({ tenantId: aTenantId(2), membershipId: aUlid(9) });
    const { run, list, ports, cognito } = await enrolling([elsewhere]);

    await run(user, origin());

    expect((await list()).map(({ username }) => username)).toEqual([elsewhere.username]);
    expect(await ports.members.get(elsewhere)).toEqual(elsewhere);
    expect((await ports.people.get(user))?.memberships?.size).toBe(2);
    expect(cognito.usernames()).toEqual([elsewhere.username]);
  });

  it('says that Cognito takes no such address, and why', async () => {
    const invite = () => Promise.reject(new AddressRefused('Invalid email address format.'));
    const { run, ports, bus } = await enrolling();
    ports.cognito = { ...ports.cognito, invite };

    const message = 'Invalid email address format.';
    expect(await run(user, origin())).toEqual({ kind: 'addressRefused', message });
    expect(bus.sent).toEqual([]);
  });
});

describe('enrol, where the removal of a membership had begun', () => {
  const leave = async (member: Member, there: readonly Member[]) => {
    const enrolled = await enrolling([aMember(50), ...there, member]);
    const { role, enabled } = member;
    await enrolled.ports.members.change(member, { role, enabled, leaving: true });
    return enrolled;
  };

  it('removes it, user and all, and begins another', async () => {
    const { run, list, cognito } = await leave(known(), []);

    const enrolled = await run(user, origin());

    const { username = '' } = cognito.userAt(user) ?? {};
    expect(username).not.toBe(known().username);
    expect(enrolled).toMatchObject({
      kind: 'enrolled',
      member: { username, membershipId: aUlid(5_003), leaving: false },
    });
    expect((await list()).map((member) => member.username)).toEqual([
      aMember(50).username,
      username,
    ]);
  });

  it('begins another for the same user when that is a member elsewhere', async () => {
    const elsewhere = known({ tenantId: aTenantId(2), membershipId: aUlid(9) });
    const { run, ports } = await leave(known(), [elsewhere]);

    const enrolled = await run(user, origin());

    const { username } = elsewhere;
    expect(enrolled).toMatchObject({
      kind: 'enrolled',
      member: { username, membershipId: aUlid(5_001), leaving: false },
    });
    expect((await ports.people.get(user))?.memberships).toEqual(new Set([aUlid(9), aUlid(5_001)]));
  });
});
