import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settableClock } from '../support/isolation/isolationClock.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { expected, isolationStandings } from '../support/isolation/isolationStandings.ts';
import { isolationTables } from '../support/isolation/isolationTables.ts';
import { type Product, startProduct } from '../support/product.ts';

/** A little more than the authorizer's answers are kept. */
const A_MINUTE = 61_000;

const tiers = ['basic', 'platinum'] as const;
type Tier = (typeof tiers)[number];

/** What becomes of whom, and what they are from then on. */
const changes = [
  { what: 'disabled', role: 'TenantUser', after: 'nobody' },
  { what: 'disabled', role: 'TenantAdmin', after: 'nobody' },
  { what: 'disabled', role: 'SystemAdmin', after: 'nobody' },
  { what: 'promoted', role: 'TenantUser', after: 'TenantAdmin' },
  { what: 'demoted', role: 'TenantUser', after: 'TenantUser' },
  { what: 'demoted', role: 'TenantAdmin', after: 'TenantUser' },
  { what: 'demoted', role: 'SystemAdmin', after: 'nobody' },
  { what: 'deleted', role: 'TenantUser', after: 'nobody' },
  { what: 'deleted', role: 'TenantAdmin', after: 'nobody' },
  { what: 'deleted', role: 'SystemAdmin', after: 'nobody' },
  { what: 'deactivated', role: 'TenantUser', after: 'nobody' },
  { what: 'deactivated', role: 'TenantAdmin', after: 'nobody' },
  { what: 'deactivated', role: 'SystemAdmin', after: 'SystemAdmin' },
] as const;

const cases = changes.flatMap((change) => tiers.map((tier) => ({ ...change, tier })));

describe('within a minute', () => {
  let product: Product;
  let people: People;
  let tenants: Record<Tier, Tenant>;
  let tables: Awaited<ReturnType<typeof isolationTables>>;
  let operatorToken: string;
  let standings: ReturnType<typeof isolationStandings>;
  const clock = settableClock();

  beforeAll(async () => {
    product = await startProduct({ clock: clock.clock });
    people = isolationPeople(product);
    const [basic, platinum] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Globex', 'platinum'),
    ]);
    tenants = { basic, platinum };
    tables = await isolationTables(product);
    const operator = await people.operator();
    operatorToken = operator.tokens.id;
    standings = isolationStandings({ product, people, operator });
  }, SETUP_MS);
  afterAll(() => product.stop());

  it.each(cases)(
    'every plane knows that a $role of a $tier tenant was $what',
    async ({ what, role, after, tier }) => {
      const who = await standings.somebody(tenants[tier], role);
      expect(await standings.statuses(who)).toEqual(expected(role));

      await standings.change(what, who, role);
      clock.move(A_MINUTE);
      const later = await standings.statuses(who);
      await people.setStatus(who.tenant, 'activate', operatorToken);

      expect(later).toEqual(expected(after));
    },
  );

  it.each([
    { role: 'TenantUser', fault: 'a member cannot be read', name: /Members/ },
    { role: 'TenantUser', fault: 'a route cannot be read', name: /RoutingTable/ },
    { role: 'SystemAdmin', fault: 'an operator cannot be read', name: undefined },
  ] as const)('$role gets a 500 while $fault, and is in again after it', async ({ role, name }) => {
    const who = await standings.somebody(tenants.basic, role);
    const TableName = name && tables.names.find((each) => name.test(each));
    product.fault({
      ...(TableName === undefined
        ? { service: 'cognito-idp', operation: 'AdminGetUser', error: 'TooManyRequestsException' }
        : {
            service: 'dynamodb',
            operation: 'GetItem',
            match: { TableName },
            error: 'ThrottlingException',
          }),
      when: 'before',
      times: 1_000,
    });

    const during = await people.call('control', `GET users/${who.self}`, { token: who.token });
    product.engine.faults.clear();
    const after = await standings.statuses(who);

    expect(during.status).toBe(500);
    expect(after).toEqual(expected(role));
  });
});
