import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import type { Member } from '../../../../services/identity/member.ts';
import { remind } from '../../../../services/identity/reminder/remind.ts';
import { remindersIn } from '../../../../services/identity/reminder/reminderTable.ts';
import type { StandingRoute } from '../../../../services/shared/route.ts';
import { aMember, aRoute, aTenantId, aUlid } from '../../../support/builders.ts';
import { fakeOutbox } from '../../../support/fakeOutbox.ts';
import { fixedNow } from '../../../support/fakes.ts';
import { membershipsOn } from '../../../support/memberships.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const memberships = membershipsOn(() => engine);
const HOUR_MS = 60 * 60 * 1_000;

/** Ada in this tenant, which `aRoute` says to stand. */
const adaIn = (n: number, more: Partial<Member> = {}): Member =>
  aMember(1, {
    tenantId: aTenantId(n),
    madeFor: aRoute(n).provisionedEventId,
    membershipId: aUlid(100 + n),
    ...more,
  });
const { email } = adaIn(1);
const standing = (n: number, more: Partial<StandingRoute> = {}) =>
  aRoute(n, { announced: true, ...more });

/** Reminders of these memberships, of tenants with these routes, at a time that the test may move. */
const reminding = async (members: Member[], routes: StandingRoute[]) => {
  const { tableName, members: table } = await memberships(members);
  const { outbox, sent } = fakeOutbox(tableName);
  const time = { now: fixedNow().getTime() };
  const now = () => new Date(time.now);
  const run = remind({
    ofAddress: table.ofAddress,
    route: async (tenantId) => routes.find((route) => route.tenantId === tenantId),
    controlApiUrl: async () => 'https://api.example/prod/',
    outbox,
    reminders: remindersIn(engine.documents, tableName, now),
  });
  return { run, sent, time };
};

describe('remind', () => {
  it('mails the names of a person’s tenants, of whatever pools', async () => {
    const silo = adaIn(2, { userPoolId: 'us-east-1_silo', username: aMember(7).username });
    const { run, sent } = await reminding([adaIn(1), silo], [standing(1), standing(2)]);

    await run({ email });

    expect(sent).toEqual([
      {
        to: email,
        text: expect.stringMatching(
          / {4}Tenant 1\n {4}https:\/\/api.example\/prod\/sign-in\/Tenant%201\n\n {4}Tenant 2\n/,
        ),
      },
    ]);
  });

  it('mails nobody whom no tenant knows', async () => {
    const { run, sent } = await reminding([adaIn(1)], [standing(1)]);

    await run({ email: 'nobody@elsewhere.example' });

    expect(sent).toEqual([]);
  });

  it.each<[string, Partial<Member>, Partial<StandingRoute> | undefined]>([
    ['a member who is disabled', { enabled: false }, {}],
    ['a member whom nobody was told of', { announced: false }, {}],
    ['a member who is being removed', { leaving: true }, {}],
    ['a member of the tenant as it was before', { madeFor: aUlid(1) }, {}],
    ['a tenant that is gone', {}, undefined],
    ['a tenant that is not active', {}, { status: 'inactive' }],
    ['a tenant that nobody was told of', {}, { announced: false }],
    ['a tenant that is being undone', {}, { givenUpFor: aUlid(5) }],
  ])('names no tenant of %s', async (_what, member, route) => {
    const routes = [standing(1), ...(route ? [standing(2, route)] : [])];
    const { run, sent } = await reminding([adaIn(1), adaIn(2, member)], routes);

    await run({ email });

    expect(sent.map(({ text }) => [/Tenant 1/.test(text), /Tenant 2/.test(text)])).toEqual([
      [true, false],
    ]);
  });

  it('mails an address three times an hour and no more', async () => {
    const { run, sent, time } = await reminding([adaIn(1)], [standing(1)]);
    for (let n = 0; n < 5; n += 1) await run({ email });
    const withinTheHour = sent.length;
    time.now += HOUR_MS + 1_000;
    await run({ email });

    expect([withinTheHour, sent.length]).toEqual([3, 4]);
  });

  it('mails three times to many who ask at one moment', async () => {
    const { run, sent } = await reminding([adaIn(1)], [standing(1)]);

    await Promise.allSettled(Array.from({ length: 10 }, () => run({ email })));

    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThanOrEqual(3);
  });
});
