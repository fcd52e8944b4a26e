import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { isolationRequests } from '../support/isolation/isolationRequests.ts';
import { isolationTables } from '../support/isolation/isolationTables.ts';
import { usage } from '../support/isolation/isolationUsage.ts';
import { type Product, startProduct } from '../support/product.ts';

const kinds = ['products', 'orders'] as const;
const methods = ['GET', 'PUT', 'DELETE'] as const;
const Ids = z.object({
  products: z.array(z.object({ productId: z.string() })).default([]),
  orders: z.array(z.object({ orderId: z.string() })).default([]),
});

describe('a request', () => {
  let product: Product;
  let people: People;
  let requests: ReturnType<typeof isolationRequests>;
  let tables: Awaited<ReturnType<typeof isolationTables>>;
  /** Two pool tenants and a silo one. */
  let tenants: Record<'acme' | 'initech' | 'globex', Tenant>;

  beforeAll(async () => {
    product = await startProduct();
    people = isolationPeople(product);
    const [acme, initech, globex] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Initech', 'basic'),
      people.onboard('Globex', 'platinum'),
    ]);
    tenants = { acme, initech, globex };
    requests = isolationRequests(people, { failedSaga: '', operatorToken: '' });
    tables = await isolationTables(product);
  }, SETUP_MS);
  afterAll(() => product.stop());

  const idsOf = async (tenant: Tenant) => {
    const token = tenant.admin.tokens.id;
    const pages = await Promise.all(
      kinds.map((kind) => people.call('app', `GET ${kind}?limit=100`, { token })),
    );
    return pages
      .map(({ body }) => Ids.parse(body))
      .flatMap((page) => [
        ...page.products.map(({ productId }) => productId),
        ...page.orders.map(({ orderId }) => orderId),
      ]);
  };

  const pairs = [
    { caller: 'acme', owner: 'initech' },
    { caller: 'acme', owner: 'globex' },
    { caller: 'globex', owner: 'acme' },
  ] as const;

  it.each(
    pairs.flatMap((pair) =>
      kinds.flatMap((kind) => methods.map((method) => ({ ...pair, kind, method }))),
    ),
  )(
    'by $caller with an id of $owner is answered 404: $method $kind',
    async ({ caller, owner, kind, method }) => {
      const [mine, theirs] = [tenants[caller].admin.tokens.id, tenants[owner].admin.tokens.id];
      const id = await requests.row(theirs, kind);
      const before = await people.call('app', `GET ${kind}/${id}`, { token: theirs });
      const body = method === 'PUT' ? requests.bodies[kind] : undefined;

      const answer = await people.call('app', `${method} ${kind}/${id}`, { token: mine, body });

      const after = await people.call('app', `GET ${kind}/${id}`, { token: theirs });
      const own = await people.call('app', `${method} ${kind}/${await requests.row(mine, kind)}`, {
        token: mine,
        body,
      });
      expect(answer).toMatchObject({ status: 404, body: { code: 'NotFound' } });
      expect(after).toEqual(before);
      expect(own.status).toBe(method === 'DELETE' ? 204 : 200);
    },
  );

  const headers = (tenantId: string) => ({
    'X-Amz-Tenant-Id': tenantId,
    'X-Tenant-Id': tenantId,
    tenantId,
    'X-Forwarded-For': '10.0.0.1',
  });

  it('reads the token’s tenant, whatever headers name', async () => {
    const { acme, initech } = tenants;
    const token = acme.admin.tokens.id;
    await requests.row(initech.admin.tokens.id, 'products');
    const id = await requests.row(token, 'products');
    const naming = { token, headers: headers(initech.tenantId) };

    const plain = await people.call('app', 'GET products', { token });
    const named = await people.call('app', 'GET products', naming);
    const one = await people.call('app', `GET products/${id}`, naming);

    expect(named).toEqual(plain);
    expect(one).toMatchObject({ status: 200, body: { productId: id } });
  });

  it.each(['tenantId', 'custom:tenantId', 'tableName'])(
    'is answered 400 when its query names a %s, and writes nothing',
    async (name) => {
      const { acme, initech } = tenants;
      const before = [await idsOf(acme), await idsOf(initech)];
      const query = `${name}=${initech.tenantId}`;
      const token = acme.admin.tokens.id;

      const read = await people.call('app', `GET products?${query}`, { token });
      const written = await people.call('app', `POST orders?${query}`, {
        token,
        body: requests.bodies.orders,
      });

      expect([read.status, written.status]).toEqual([400, 400]);
      expect(read.body.fields).toMatchObject([{ path: name }]);
      expect([await idsOf(acme), await idsOf(initech)]).toEqual(before);
    },
  );

  it('writes to the token’s tenant, whatever headers name', async () => {
    const { acme, initech } = tenants;
    const theirs = await idsOf(initech);

    const answer = await people.call('app', 'POST orders', {
      token: acme.user.tokens.id,
      body: requests.bodies.orders,
      headers: headers(initech.tenantId),
    });

    expect(answer.status).toBe(201);
    expect(await idsOf(acme)).toContain(answer.body.orderId);
    expect(await idsOf(initech)).toEqual(theirs);
  });

  it.each(['tenantId', 'TenantId', 'pk', 'sk', 'id', 'caller', 'productId'])(
    'is answered 400 when its body names a %s, and writes nothing',
    async (field) => {
      const { acme, initech } = tenants;
      const before = [await idsOf(acme), await idsOf(initech)];
      const body = { ...requests.bodies.products, [field]: `${initech.tenantId}#0` };

      const answer = await people.call('app', 'POST products', {
        token: acme.admin.tokens.id,
        body,
      });

      expect(answer.status).toBe(400);
      expect([await idsOf(acme), await idsOf(initech)]).toEqual(before);
    },
  );

  it.each([
    ['..%2F', '../'],
    ['%2A', '*'],
    ['%3F', '?'],
    ['x%23product', 'x#product'],
  ])('finds nothing by the id %s', async (id) => {
    const token = tenants.acme.admin.tokens.id;

    expect((await people.call('app', `GET products/${id}`, { token })).status).toBe(404);
  });

  it('is refused where body or query names another tenant, and makes no user', async () => {
    const { acme, initech } = tenants;
    const token = acme.admin.tokens.id;
    const { tenantId } = initech;
    const list = (tenant: Tenant, query = '') =>
      people.call('control', `GET users${query}`, { token: tenant.admin.tokens.id });
    const before = [await list(acme), await list(initech)];

    const made = await people.call('control', 'POST users', {
      token,
      headers: headers(tenantId),
      body: { email: 'spy@acme.example', role: 'TenantAdmin', tenantId },
    });
    const listed = await list(acme, `?tenantId=${tenantId}`);

    const refusal = {
      status: 403,
      body: { code: 'ForeignTenant', fields: [{ path: 'tenantId' }] },
    };
    expect([made, listed]).toMatchObject([refusal, refusal]);
    expect([await list(acme), await list(initech)]).toEqual(before);
  });

  it('makes users in the token’s tenant, whatever headers name', async () => {
    const { acme, initech } = tenants;
    const list = (tenant: Tenant) =>
      people.call('control', 'GET users', { token: tenant.admin.tokens.id });
    const theirs = await list(initech);

    const made = await people.call('control', 'POST users', {
      token: acme.admin.tokens.id,
      headers: headers(initech.tenantId),
      body: { email: 'spy@acme.example', role: 'TenantAdmin' },
    });

    expect(made.status).toBe(201);
    expect(await list(initech)).toEqual(theirs);
    expect((await list(acme)).body.users).toContainEqual(expect.objectContaining(made.body));
  });

  it.each(['another tenant’s', 'nobody’s'])('with %s API key counts for its own', async (whose) => {
    const { acme, initech } = tenants;
    const theirs = await tables.routeOf(initech.tenantId, 'apiKey');
    const key = whose === 'nobody’s' ? 'x'.repeat(40) : theirs;
    const used = await usage(product);

    const answer = await people.call('app', 'GET products', {
      token: acme.admin.tokens.id,
      headers: { 'x-api-key': key },
    });

    const usedNow = await usage(product);
    expect(theirs.length).toBeGreaterThan(20);
    expect(answer.status).toBe(200);
    expect(usedNow(acme.tenantId) - used(acme.tenantId)).toBe(1);
    expect(usedNow(initech.tenantId) - used(initech.tenantId)).toBe(0);
  });

  it('with an API key and no token is refused', async () => {
    const key = await tables.routeOf(tenants.acme.tenantId, 'apiKey');

    const answer = await people.call('app', 'GET products', { headers: { 'x-api-key': key } });

    expect(answer.status).toBe(401);
  });
});
