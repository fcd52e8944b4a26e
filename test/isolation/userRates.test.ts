import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { userRates } from '../../infra/config.ts';
import { deployedTable } from '../support/deployedTables.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const DAY = 24 * 3_600;

describe('a tenant that floods us', () => {
  let product: Product;
  let people: People;
  let tenants: Record<'flooding' | 'quiet', Tenant>;

  beforeAll(async () => {
    product = await startProduct();
    people = isolationPeople(product);
    const [flooding, quiet] = await Promise.all([
      people.onboard('Flooding', 'basic'),
      people.onboard('Quiet', 'basic'),
    ]);
    tenants = { flooding, quiet };
  }, SETUP_MS);
  afterAll(() => product.stop());

  const asAdmin = ({ admin }: Tenant, request: string, body?: object) =>
    people.call('control', request, { token: admin.tokens.id, body });

  const invite = (tenant: Tenant, name: string) =>
    asAdmin(tenant, 'POST users', { email: `${name}@people.example`, role: 'TenantUser' });

  /** A count that is full, of the minute that comes next, or of this day: the latest that is believed. */
  const fill = async (what: string, { tenantId }: Tenant) => {
    const members = await deployedTable(product, 'Members');
    const window = Math.floor((Date.now() / 1_000 + 60) / (what === 'dailyInvitations' ? DAY : 60));
    await members.put({ pk: `rate#${what}#${tenantId}`, window });
  };

  it('with invitations gets no more than its share, and leaves the others theirs', async () => {
    const { flooding, quiet } = tenants;
    const { invitationsPerMinute: share } = userRates;

    // A minute may end meanwhile: two shares and some more.
    const flood = await Promise.all(
      Array.from({ length: 2 * share + 5 }, (_, n) => invite(flooding, `flood${n}`)),
    );
    const others = await invite(quiet, 'quiet');

    const invited = flood.filter(({ status }) => status === 201);
    const refused = flood.filter(({ status }) => status === 429);
    expect(invited.length).toBeGreaterThanOrEqual(share - 1);
    expect(invited.length).toBeLessThanOrEqual(2 * share);
    expect(invited.length + refused.length).toBe(flood.length);
    expect(refused[0]).toMatchObject({
      body: { code: 'TooManyRequests', message: expect.stringContaining(`${share} invitations`) },
    });
    expect(others.status).toBe(201);
  });

  it.each([
    ['invitations', 'POST users/{username}/invitation', 202],
    ['dailyInvitations', 'POST users/{username}/invitation', 202],
    ['invitations', 'PUT users/{username}/email', 409],
    ['lists', 'GET users', 200],
  ])(
    'is answered 429 where its %s are used up, and no other is: %s',
    async (what, route, other) => {
      const { flooding, quiet } = tenants;
      await fill(what, flooding);
      const body = route.startsWith('PUT') ? { email: 'other@people.example' } : undefined;
      const of = (tenant: Tenant) => route.replace('{username}', tenant.user.username);

      const refused = await asAdmin(flooding, of(flooding), body);
      const others = await asAdmin(quiet, of(quiet), body);
      const shown = await asAdmin(flooding, `GET users/${flooding.user.username}`);

      expect(refused).toMatchObject({ status: 429, body: { code: 'TooManyRequests' } });
      expect(others.status).toBe(other);
      expect(shown.status).toBe(200);
    },
  );

  it('leaves what its people ask for themselves alone', async () => {
    const { flooding } = tenants;
    await fill('invitations', flooding);
    const own = `PUT users/${flooding.admin.username}/email`;

    const asked = await asAdmin(flooding, own, { email: 'own@people.example' });

    expect(asked.status).toBe(202);
  });
});
