import { describe, expect, it } from '@jest/globals';
import { orders } from '../../../services/app-plane/orders.ts';
import { products } from '../../../services/app-plane/products.ts';
import type { Resource } from '../../../services/app-plane/resource.ts';
import { aUlid } from '../../support/builders.ts';
import { fakeRows } from '../../support/fakes.ts';
import { aCaller, aProxyEvent, problemOf } from '../../support/proxyEvent.ts';
import { ordersApi, productsApi } from '../../support/resourceApi.ts';

type Request = { id?: string; body?: unknown };

const textOf = (body: unknown): string | null =>
  typeof body === 'string' ? body : (JSON.stringify(body) ?? null);

/** An API of one resource over rows in memory. */
const anApi = (resource: Resource, rows = fakeRows()) => {
  const run = (resource === products ? productsApi : ordersApi)(() => rows);
  return (httpMethod: string, { id, body }: Request = {}) =>
    run(
      aProxyEvent({
        httpMethod,
        resource: id === undefined ? `/${resource.plural}` : `/${resource.plural}/{id}`,
        pathParameters: id === undefined ? null : { id },
        body: textOf(body),
        requestContext: { requestId: 'request-1', authorizer: aCaller() },
      }),
    );
};

const tea = { name: 'Tea', price: 4.2 };
const order = { orderName: 'Monday', lines: [{ productId: aUlid(1), quantity: 2 }] };
const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);

describe('resourceRoutes', () => {
  it.each([
    [products, tea],
    [products, { ...tea, sku: 'T1', category: 'Drinks' }],
    [products, { name: 'Air', price: 0 }],
    [orders, order],
  ])('creates what it then reads: %#', async (resource, body) => {
    const api = anApi(resource);

    const created = await api('POST', { body });

    expect(created.statusCode).toBe(201);
    expect(bodyOf(created)).toMatchObject(body);
    const id = bodyOf(created)[`${resource.kind}Id`];
    expect(await api('GET', { id })).toMatchObject({ statusCode: 200, body: created.body });
  });

  const wrongBodies: [string, Resource, unknown, string[]][] = [
    ['nothing in it', products, {}, ['name', 'price']],
    ['a price missing', products, { name: 'Tea' }, ['price']],
    ['a price as text', products, { name: 'Tea', price: '4.2' }, ['price']],
    ['a negative price', products, { name: 'Tea', price: -1 }, ['price']],
    ['a price too small to keep', products, { name: 'Tea', price: 1e-200 }, ['price']],
    ['an empty name', products, { name: ' ', price: 1 }, ['name']],
    ['a long name', products, { name: 'a'.repeat(201), price: 1 }, ['name']],
    ['a misspelt field', products, { nmae: 'Tea', price: 1 }, ['name', 'nmae']],
    ['an id of its own', products, { ...tea, id: 'mine' }, ['id']],
    ['a table key', products, { ...tea, pk: 'other#0' }, ['pk']],
    ['another tenant', products, { ...tea, tenantId: 'other' }, ['tenantId']],
    ['a list', products, [tea], ['']],
    ['null', products, null, ['']],
    ['no lines', orders, { ...order, lines: [] }, ['lines']],
    ['lines that are none', orders, { ...order, lines: 'many' }, ['lines']],
    [
      'half a piece',
      orders,
      { ...order, lines: [{ productId: 'p', quantity: 0.5 }] },
      ['lines.0.quantity'],
    ],
    [
      'a line with more',
      orders,
      { ...order, lines: [{ productId: 'p', quantity: 1, x: 1 }] },
      ['lines.0.x'],
    ],
    ['101 lines', orders, { ...order, lines: Array(101).fill(order.lines[0]) }, ['lines']],
  ];

  it.each(wrongBodies.map(([what, resource, body, paths]) => ({ what, resource, body, paths })))(
    'answers 400 to a body with $what',
    async ({ resource, body, paths }) => {
      for (const request of [{ body }, { body, id: aUlid(1) }]) {
        const answer = await anApi(resource)('id' in request ? 'PUT' : 'POST', request);

        expect(answer.statusCode).toBe(400);
        expect(
          problemOf(answer)
            .fields?.map((field) => field.path)
            .sort(),
        ).toEqual(paths);
      }
    },
  );

  it.each([
    ['no JSON', '{"name":'],
    ['nothing', undefined],
    ['plain text', 'Tea'],
  ])('answers 400 to a body that is %s', async (_what, body) => {
    const answer = await anApi(products)('POST', { body });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).code).toBe('InvalidJson');
  });

  it('answers 413 to a body over 64 KB', async () => {
    const answer = await anApi(products)('POST', { body: { ...tea, sku: 'a'.repeat(65_536) } });

    expect(answer.statusCode).toBe(413);
    expect(problemOf(answer).code).toBe('BodyTooLarge');
  });

  it('hints at the field that a misspelt one meant', async () => {
    const answer = await anApi(products)('POST', { body: { ...tea, categry: 'Drinks' } });

    expect(problemOf(answer).fields).toEqual([
      { path: 'categry', message: 'is not a field of this request; did you mean category?' },
    ]);
  });

  it.each([
    ['GET', undefined],
    ['PUT', tea],
    ['DELETE', undefined],
  ])('answers 404 to %s of an id that is not there', async (method, body) => {
    const answer = await anApi(products)(method, { id: aUlid(9), body });

    expect(answer.statusCode).toBe(404);
    expect(problemOf(answer)).toMatchObject({
      code: 'NotFound',
      message: `no product has the id ${aUlid(9)}`,
      requestId: 'request-1',
    });
  });

  it('replaces what is there', async () => {
    const api = anApi(products, fakeRows([{ id: aUlid(1), ...tea, sku: 'T1' }]));

    const answer = await api('PUT', { id: aUlid(1), body: { name: 'Coffee', price: 5 } });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({ productId: aUlid(1), name: 'Coffee', price: 5 });
  });

  it('deletes what is there, and answers without a body', async () => {
    const api = anApi(products, fakeRows([{ id: aUlid(1), ...tea }]));

    const answer = await api('DELETE', { id: aUlid(1) });

    expect(answer).toMatchObject({ statusCode: 204, body: '' });
    expect((await api('GET', { id: aUlid(1) })).statusCode).toBe(404);
  });
});
