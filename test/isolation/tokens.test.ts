import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settableClock } from '../support/isolation/isolationClock.ts';
import { isolationForgery } from '../support/isolation/isolationForgery.ts';
import { isolationPeople, SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { isolationTables } from '../support/isolation/isolationTables.ts';
import {
  claimedRoles,
  claimingRole,
  tokenAttacks,
  type World,
} from '../support/isolation/isolationTokenAttacks.ts';
import { type Product, startProduct } from '../support/product.ts';

/** A little more than the authorizer's answers are kept. */
const CACHED = 61_000;

describe('a token', () => {
  let product: Product;
  let world: World;
  let tables: Awaited<ReturnType<typeof isolationTables>>;

  beforeAll(async () => {
    const clock = settableClock();
    product = await startProduct({ clock: clock.clock });
    const people = isolationPeople(product);
    const [acme, initech, globex] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Initech', 'basic'),
      people.onboard('Globex', 'platinum'),
    ]);
    const operator = await people.operator();
    const forge = isolationForgery(product);
    world = { people, forge, clock, acme, initech, globex, operator };
    tables = await isolationTables(product);
  }, SETUP_MS);
  afterAll(() => product.stop());

  /** What both APIs say to a token. */
  const statuses = async (token: string) => {
    const app = await world.people.call('app', 'GET products', { token });
    const control = await world.people.call('control', 'GET users', { token });
    return [app.status, control.status];
  };

  it.each(tokenAttacks)('is refused with 401: %s', async (_name, bad, control) => {
    expect(await statuses(await bad(world))).toEqual([401, 401]);
    expect(await statuses(await control(world))).toEqual([200, 200]);
  });

  it.each(claimedRoles)('gives nobody the role that it says: %s', async (role) => {
    const token = await claimingRole(world, role);
    const tenants = await world.people.call('control', 'GET tenants', { token });

    expect(tenants.status).toBe(403);
    expect(await statuses(token)).toEqual([200, 403]);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YWRhOmFkYQ=='])(
    'is refused with 401 when the header is %j',
    async (authorization) => {
      const headers = { authorization };

      const app = await world.people.call('app', 'GET products', { headers });
      const control = await world.people.call('control', 'GET users', { headers });

      expect([app.status, control.status]).toEqual([401, 401]);
    },
  );

  it('of a deactivated tenant is refused when new, and when known within the cache’s lifetime', async () => {
    const { people, initech, clock } = world;
    const known = initech.user.tokens.id;
    const fresh = (await people.signIn(initech.user)).id;
    const before = await people.call('app', 'GET products', { token: known });

    await people.setStatus(initech, 'deactivate', world.operator.tokens.id);
    const afresh = await people.call('app', 'GET products', { token: fresh });
    const later = await clock.during(CACHED, () =>
      people.call('app', 'GET products', { token: known }),
    );
    await people.setStatus(initech, 'activate', world.operator.tokens.id);
    const again = await people.call('app', 'GET products', {
      token: (await people.signIn(initech.user)).id,
    });

    expect([before, afresh, later, again].map(({ status }) => status)).toEqual([
      200, 403, 403, 200,
    ]);
  });

  it('of a deleted tenant is refused', async () => {
    const { people, initech } = world;
    const before = (await people.signIn(initech.admin)).id;
    expect(await statuses(before)).toEqual([200, 200]);

    const later = (await people.signIn(initech.admin)).id;
    await tables.deleteRoute(initech.tenantId);

    expect(await statuses(later)).toEqual([401, 401]);
    expect(await statuses(world.acme.admin.tokens.id)).toEqual([200, 200]);
  });
});
