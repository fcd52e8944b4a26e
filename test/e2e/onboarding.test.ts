import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog } from '../../events/catalog.ts';
import { tapBus } from '../support/busTap.ts';
import { belongings } from '../support/leftovers.ts';
import { startProduct } from '../support/product.ts';

describe('a sign-up', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;
  let bus: Awaited<ReturnType<typeof tapBus>>;

  beforeAll(async () => {
    product = await startProduct({ threads: true });
    bus = await tapBus(product);
  });
  afterAll(() => product.stop());

  const onboard = async (tenantName: string, adminEmail: string, tier: string) => {
    const { registrationId } = await product.register({ tenantName, adminEmail, tier });
    return product.settled(registrationId);
  };

  it('becomes an active pool tenant with a client and a key, but no pool or table of its own', async () => {
    const tenant = await onboard('Acme', 'ada@acme.example', 'basic');

    expect(tenant.status).toBe('active');
    const { pools, clients, tables, keys } = await belongings(product, tenant.tenantId);
    expect({ pools: pools.length, clients: clients.length, tables, keys: keys.length }).toEqual({
      pools: 0,
      clients: 1,
      tables: [],
      keys: 1,
    });
  });

  it('becomes an active silo tenant with its own user pool and its own table', async () => {
    const tenant = await onboard('Globex', 'hank@globex.example', 'platinum');

    expect(tenant.status).toBe('active');
    const { pools, clients, tables, keys } = await belongings(product, tenant.tenantId);
    expect([pools, clients, tables, keys].map((found) => found.length)).toEqual([1, 1, 1, 1]);
  });

  it('lets each admin sign in by the mailed password and see nothing of the other tenant', async () => {
    const [ada, hank] = await Promise.all([
      product.firstSignIn('Acme', 'ada@acme.example'),
      product.firstSignIn('globex', 'hank@globex.example'),
    ]);

    const created = await product.app(ada, 'POST products', { name: 'Anvil', price: 12.5 });
    const mine = await product.app(ada, 'GET products');
    const theirs = await product.app(hank, 'GET products');
    const foreign = await product.app(hank, `GET products/${created.body.productId}`);

    expect(created.status).toBe(201);
    expect(mine.body.products).toEqual([created.body]);
    expect(theirs).toEqual({ status: 200, body: { products: [] } });
    expect(foreign.status).toBe(404);
  });

  it.each([
    ['Acme', 'ada@acme.example'],
    ['Globex', 'hank@globex.example'],
  ])(
    'has %s’s admin told by the invitation whose it is, and where to sign in',
    async (name, to) => {
      const [invitation] = await product.mailTo(to);

      expect(invitation?.subject).toBe('You are invited');
      expect(invitation?.body).toContain(`You can now use ${name}.`);
      expect(invitation?.body).toContain(`${product.outputs.ControlApiUrl}sign-in/${name} tells`);
    },
  );

  it('is told on the bus in three valid events of one correlation, each naming its cause', async () => {
    await bus.read();
    const tenant = await onboard('Initech', 'bill@initech.example', 'standard');

    const events = await bus.read();
    const [registered, provisioned, userCreated] = events.sort((a, b) =>
      a.detail.metadata.eventId < b.detail.metadata.eventId ? -1 : 1,
    );
    expect(events.map((event) => event['detail-type'])).toEqual([
      'TenantRegistered',
      'TenantProvisioned',
      'UserCreated',
    ]);
    for (const event of events) {
      const declared = catalog.find(({ type }) => type === event['detail-type']);
      expect(declared?.source).toBe(event.source);
      expect(declared?.detail.safeParse(event.detail).success).toBe(true);
      expect(event.detail.metadata.correlationId).toBe(tenant.registrationId);
    }
    expect(registered?.detail.metadata.causationId).toBe(tenant.registrationId);
    expect(provisioned?.detail.metadata.causationId).toBe(registered?.detail.metadata.eventId);
    expect(userCreated?.detail.metadata.causationId).toBe(provisioned?.detail.metadata.eventId);
  });
});
